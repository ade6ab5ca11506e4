import app from '../../app/texts/en.ts';
import linkPhone from '../../ui/link-phone/texts/en.ts';
import problems from '../../ui/problem-texts/en.ts';
import connect from '../texts/en.ts';

export default { app, connect, linkPhone, problems };
