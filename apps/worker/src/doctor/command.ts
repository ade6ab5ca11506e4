import { parseArgs } from 'node:util';
import type { Env } from './config-checks.ts';
import { examine, GROUPS, type Group } from './examine.ts';
import type { Finding } from './finding.ts';
import { lineOf, summaryOf, verdictOf } from './print-findings.ts';

const HELP = `pnpm run doctor [--json] [--no-page] [--only GROUP,…]

Checks a deployment with the environment variables of its worker, from where it runs: one line for each check,
with what to do about it. Exit code 0 when nothing has failed, else 1.

  --json      one JSON object in the end instead of lines
  --no-page   does not open web.whatsapp.com
  --only      some groups of checks: ${GROUPS.join(', ')}
`;

const NOTHING_FAILED = 0;
const FAILED = 1;
/** EX_USAGE of sysexits.h */
const WRONG_USAGE = 64;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The command, from its arguments to its exit code.
 * @param say takes one line of output
 */
export async function runDoctor(
  args: readonly string[],
  env: Env,
  say: (line: string) => void,
): Promise<number> {
  try {
    return await run(readOptions(args), env, say);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
}

async function run(options: Options, env: Env, say: (line: string) => void): Promise<number> {
  const { json, help, 'no-page': noPage, only } = options;
  if (help) {
    say(HELP);
    return NOTHING_FAILED;
  }
  const findings: Finding[] = [];
  for await (const finding of examine(env, { withPage: !noPage, only: groupsIn(only) })) {
    findings.push(finding);
    if (!json) say(lineOf(finding));
  }
  const verdict = verdictOf(findings);
  say(json ? JSON.stringify({ verdict, findings }, null, 2) : `\n${summaryOf(findings)}`);
  return verdict === 'failed' ? FAILED : NOTHING_FAILED;
}

type Options = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      // `pnpm run doctor -- --json` hands the dashes on.
      args: args.filter((arg) => arg !== '--'),
      options: {
        json: { type: 'boolean', default: false },
        'no-page': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        only: { type: 'string', default: GROUPS.join(',') },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function groupsIn(text: string): Group[] {
  return text.split(',').map((name) => {
    const group = GROUPS.find((each) => each === name.trim());
    if (group === undefined) throw new UsageError(`There is no group "${name.trim()}".`);
    return group;
  });
}
