import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { Look } from './app/look.tsx';
import { startTexts } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
await startTexts();
createRoot(root).render(
  <StrictMode>
    <Look>
      <App />
    </Look>
  </StrictMode>,
);
