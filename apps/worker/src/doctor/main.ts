import { runDoctor } from './command.ts';

/** `pnpm run doctor`: checks a deployment and says what to mend. */
process.exitCode = await runDoctor(
  process.argv.slice(2),
  // biome-ignore lint/style/noProcessEnv: the one place of this process that reads the environment
  process.env,
  (line) => process.stdout.write(`${line}\n`),
);
