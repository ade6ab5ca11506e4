import { parseArgs } from 'node:util';
import { backupName } from './backup-store.ts';
import { runCommand } from './command-line.ts';
import { takeBackup } from './take-backup.ts';

/** `pnpm backup --to <folder or s3://bucket/prefix> [--keep 7] [--media]` */

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    keep: { type: 'string', default: '7' },
    media: { type: 'boolean', default: false },
  },
});
const keep = Number(values.keep);
if (values.to === undefined || !(keep >= 1)) {
  process.stderr.write('Usage: pnpm backup --to <folder or s3://bucket/prefix> [--keep 7] [--media]\n');
  process.exit(64); // EX_USAGE
}

// biome-ignore lint/style/noProcessEnv: the one place of this process that reads the environment
await runCommand(process.env, { place: values.to, withMedia: values.media }, async (tools) => {
  const { settings, backups, say } = tools;
  if (settings.BACKUP_KEY.length === 0) {
    say('BACKUP_KEY is not set: whoever reads the backup can act as every account in it.');
  }
  const now = Date.now();
  const name = backupName(now);
  const manifest = await takeBackup({ ...tools, sessionsPath: settings.sessionsPath }, name, now);
  say(
    `${name}: Redis (${manifest.redis.bytes} bytes), ${manifest.logins.length} logins, ${manifest.media.length} files`,
  );
  for (const sentence of manifest.missing) say(`missing: ${sentence}`);
  const isWhole = manifest.missing.length === 0;
  // The last one that was whole is not given up for one that is not.
  if (isWhole) for (const old of await backups.keepNewest(keep)) say(`${old}: removed`);
  return isWhole;
});
