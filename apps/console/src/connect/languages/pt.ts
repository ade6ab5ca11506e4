import app from '../../app/texts/pt.ts';
import linkPhone from '../../ui/link-phone/texts/pt.ts';
import problems from '../../ui/problem-texts/pt.ts';
import connect from '../texts/pt.ts';

export default { app, connect, linkPhone, problems };
