import app from '../../app/texts/en.ts';
import signIn from '../../sign-in/texts/en.ts';

export default { app, signIn };
