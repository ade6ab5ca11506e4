import { existsSync } from 'node:fs';
import { argv, stderr } from 'node:process';

/** `pnpm bench <name> [options]` runs the measurement of that name beside this file. */

const [name = ''] = argv.splice(2, 1);
const file = new URL(`./${name}.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || name === 'bench' || !existsSync(file)) {
  stderr.write(`There is no measurement "${name}"; docs/reliability.md lists them.\n`);
  process.exit(64); // EX_USAGE of sysexits.h
}
await import(file.href);
