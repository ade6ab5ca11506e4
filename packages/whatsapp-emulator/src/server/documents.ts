import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { PageSwitches } from '../protocol/switches.ts';

/** The browser code is bundled from the package's sources, whether this file runs from `src` or from `dist`. */
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

const bundles = new Map<string, Promise<string>>();

/** One script of all that the entry file imports; bundled once a process (some 30 ms). */
export function bundle(entry: string): Promise<string> {
  let script = bundles.get(entry);
  if (!script) {
    script = bundleNow(entry);
    bundles.set(entry, script);
  }
  return script;
}

async function bundleNow(entry: string): Promise<string> {
  const { outputFiles } = await build({
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
