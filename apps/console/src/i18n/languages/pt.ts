import app from '../../app/texts/pt.ts';
import signIn from '../../sign-in/texts/pt.ts';
import problems from '../../ui/problem-texts/pt.ts';
import sessionState from '../../ui/session-state-texts/pt.ts';

export default { app, problems, sessionState, signIn };
