import type { PageSwitches } from '../protocol/switches.ts';

/** How this page is to behave; the server wrote it into the document. */
export const switches = JSON.parse(document.getElementById('switches')?.textContent ?? '{}') as PageSwitches;
