import app from '../../app/texts/es.ts';
import conversations from '../../conversations/texts/es.ts';
import deliveries from '../../deliveries/texts/es.ts';
import jobs from '../../jobs/texts/es.ts';
import operations from '../../operations/texts/es.ts';
import sessions from '../../sessions/texts/es.ts';
import timeline from '../../sessions/timeline/texts/es.ts';
import signIn from '../../sign-in/texts/es.ts';
import linkPhone from '../../ui/link-phone/texts/es.ts';
import messageOutcome from '../../ui/message-outcome/texts/es.ts';
import problems from '../../ui/problem-texts/es.ts';
import sessionState from '../../ui/session-state-texts/es.ts';

export default {
  app,
  conversations,
  problems,
  messageOutcome,
  signIn,
  operations,
  jobs,
  sessions,
  timeline,
  sessionState,
  linkPhone,
  deliveries,
};
