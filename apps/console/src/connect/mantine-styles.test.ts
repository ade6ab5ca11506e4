import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const STYLES = resolve(import.meta.dirname, '../../node_modules/@mantine/core/styles');
const RELATIVE_IMPORT = /(?:from|import\() ?'(\.[^']+\.tsx?)'/g;
const MANTINE_IMPORT = /import \{([^}]*)\} from '@mantine\/core'/g;

/** Every source file that one needs, itself included. */
function filesOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(RELATIVE_IMPORT))
    filesOf(join(dirname(file), path), found);
  return found;
}

const componentsIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(MANTINE_IMPORT)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );

test('every component of the page behind a connect link has its styles', () => {
  const components = [...filesOf(resolve(import.meta.dirname, '../connect-main.tsx'))].flatMap(componentsIn);
  const withStyles = new Set(components.filter((name) => existsSync(join(STYLES, `${name}.css`))));
  expect(withStyles).toContain('Tabs');
  const imported = readFileSync(join(import.meta.dirname, 'mantine-styles.ts'), 'utf8');
  expect([...withStyles].filter((name) => !imported.includes(`/${name}.css'`))).toEqual([]);
});
