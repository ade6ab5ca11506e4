import app from '../../app/texts/en.ts';
import signIn from '../../sign-in/texts/en.ts';
import problems from '../../ui/problem-texts/en.ts';
import sessionState from '../../ui/session-state-texts/en.ts';

export default { app, problems, sessionState, signIn };
