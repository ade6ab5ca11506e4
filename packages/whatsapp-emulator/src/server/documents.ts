import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { PageSwitches } from '../protocol/switches.ts';

/** The browser code is bundled from the package's sources, whether this file runs from `src` or from `dist`. */
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

const bundles = new Map<string, string>();

/** One script of all that the entry file imports; bundled once a process (some 50 ms). */
export function bundle(entry: string): string {
  const script = bundles.get(entry) ?? bundleNow(entry);
  bundles.set(entry, script);
  return script;
}

function bundleNow(entry: string): string {
  // Asked asynchronously, esbuild would leave a process of its own behind for as long as this one lives.
  const { outputFiles } = buildSync({
    entryPoints: [source(entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    // Names are part of the stand-in: the library looks at classes, and people read stack traces.
    keepNames: true,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The page's only document. The switches travel inside it, so that they are known before any script runs. */
export function pageDocument(switches: PageSwitches): string {
  const json = JSON.stringify(switches).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>WhatsApp</title>
    <script type="application/json" id="switches">${json}</script>
    <script src="/app.js"></script>
  </head>
  <body><div id="app"></div></body>
</html>
`;
}
