import app from '../../app/texts/es.ts';
import signIn from '../../sign-in/texts/es.ts';

export default { app, signIn };
