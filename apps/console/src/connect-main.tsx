import './connect/mantine-styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Look } from './app/look.tsx';
import { readConnectLink } from './connect/connect-link.ts';
import { ConnectPage } from './connect/connect-page.tsx';
import { CONNECT_TEXTS } from './connect/languages/connect-texts.ts';
import { startTexts } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
const link = readConnectLink(location.pathname);
await startTexts(CONNECT_TEXTS, link?.language);
createRoot(root).render(
  <StrictMode>
    <Look>
      <ConnectPage link={link} />
    </Look>
  </StrictMode>,
);
