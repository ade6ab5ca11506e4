import app from '../../app/texts/es.ts';
import signIn from '../../sign-in/texts/es.ts';
import problems from '../../ui/problem-texts/es.ts';
import sessionState from '../../ui/session-state-texts/es.ts';

export default { app, problems, sessionState, signIn };
