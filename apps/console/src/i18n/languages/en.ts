import app from '../../app/texts/en.ts';
import conversations from '../../conversations/texts/en.ts';
import deliveries from '../../deliveries/texts/en.ts';
import jobs from '../../jobs/texts/en.ts';
import operations from '../../operations/texts/en.ts';
import sessions from '../../sessions/texts/en.ts';
import timeline from '../../sessions/timeline/texts/en.ts';
import signIn from '../../sign-in/texts/en.ts';
import linkPhone from '../../ui/link-phone/texts/en.ts';
import messageOutcome from '../../ui/message-outcome/texts/en.ts';
import problems from '../../ui/problem-texts/en.ts';
import sessionState from '../../ui/session-state-texts/en.ts';

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
