import '@mantine/core/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { Look } from './app/look.tsx';
import { startTexts } from './i18n/i18n.ts';
import { CONSOLE_TEXTS } from './i18n/languages/console-texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
await startTexts(CONSOLE_TEXTS);
createRoot(root).render(
  <StrictMode>
    <Look>
      <App />
    </Look>
  </StrictMode>,
);
