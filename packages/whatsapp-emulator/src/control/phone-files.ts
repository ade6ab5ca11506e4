import { readFile } from 'node:fs/promises';
import { bundle } from '../server/documents.ts';

export interface ServedFile {
  type: string;
  body: string;
}

const source = (name: string): URL => new URL(`../../src/phone/${name}`, import.meta.url);

/** The files of the phone page, read from the package's sources. */
export async function phoneFile(path: string): Promise<ServedFile | undefined> {
  switch (path) {
    case '/':
      return { type: 'text/html; charset=utf-8', body: await readFile(source('index.html'), 'utf8') };
    case '/phone.css':
      return { type: 'text/css; charset=utf-8', body: await readFile(source('phone.css'), 'utf8') };
    case '/phone.js':
      return { type: 'text/javascript; charset=utf-8', body: bundle('phone/main.ts') };
    default:
      return undefined;
  }
}
