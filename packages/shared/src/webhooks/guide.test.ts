import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { generateSecret } from './endpoint-store.ts';
import { sign, signingKey } from './signature.ts';

/** What receivers copy from the guide must fit what is sent. */

const guide = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
const codeIn = (language: string) => guide.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';

interface Case {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function delivery(secret: string, secondsAgo = 0): Case {
  const [id, timestamp, body] = ['evt_x', Math.floor(Date.now() / 1000) - secondsAgo, '{"text":"olá"}'];
  const signatures = [generateSecret(), secret].map((each) =>
    sign(signingKey(each), { id, timestamp, body: Buffer.from(body) }),
  );
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
  return { secret, headers, body };
}

const random = delivery(generateSecret());
const cases: [string, Case, boolean][] = [
  ['a random secret', random, true],
  ['a secret of its owner', delivery('olá, my own secret'), true],
  ['another secret', { ...random, secret: generateSecret() }, false],
  ['another body', { ...random, body: '{}' }, false],
  ['another id', { ...random, headers: { ...random.headers, 'webhook-id': 'evt_y' } }, false],
  ['an old attempt', delivery(generateSecret(), 301), false],
  ['no headers', { ...random, headers: {} }, false],
];

const given = JSON.stringify(cases.map(([, each]) => each));

describe.each([
  [
    'js',
    process.execPath,
    ['--input-type=module', '-e'],
    `import { readFileSync } from 'node:fs';
     const cases = JSON.parse(readFileSync(0, 'utf8'));
     console.log(JSON.stringify(cases.map((c) => isGenuine(c.secret, c.headers, Buffer.from(c.body)))));`,
  ],
  [
    'python',
    'python3',
    ['-c'],
    `import json, sys
print(json.dumps([is_genuine(c["secret"], c["headers"], c["body"].encode()) for c in json.load(sys.stdin)]))`,
  ],
])('the check in %s', (language, program, flags, ending) => {
  const isInstalled = spawnSync(program, ['--version']).status === 0;

  (isInstalled ? test : test.skip)('knows what is genuine', () => {
    const code = `${codeIn(language)}\n${ending}`;
    const { stdout, stderr } = spawnSync(program, [...flags, code], { input: given, encoding: 'utf8' });
    const told = stdout === '' ? stderr : (JSON.parse(stdout) as boolean[]);
    expect(told).toEqual(cases.map(([, , isGenuine]) => isGenuine));
  });
});
