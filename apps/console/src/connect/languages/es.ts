import app from '../../app/texts/es.ts';
import linkPhone from '../../ui/link-phone/texts/es.ts';
import problems from '../../ui/problem-texts/es.ts';
import connect from '../texts/es.ts';

export default { app, connect, linkPhone, problems };
