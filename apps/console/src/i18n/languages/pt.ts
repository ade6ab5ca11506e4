import app from '../../app/texts/pt.ts';
import conversations from '../../conversations/texts/pt.ts';
import deliveries from '../../deliveries/texts/pt.ts';
import jobs from '../../jobs/texts/pt.ts';
import operations from '../../operations/texts/pt.ts';
import sessions from '../../sessions/texts/pt.ts';
import timeline from '../../sessions/timeline/texts/pt.ts';
import signIn from '../../sign-in/texts/pt.ts';
import linkPhone from '../../ui/link-phone/texts/pt.ts';
import messageOutcome from '../../ui/message-outcome/texts/pt.ts';
import problems from '../../ui/problem-texts/pt.ts';
import sessionState from '../../ui/session-state-texts/pt.ts';

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
