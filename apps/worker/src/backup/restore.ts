import { parseArgs } from 'node:util';
import { runCommand } from './command-line.ts';
import { restoreBackup } from './restore-backup.ts';

/** `pnpm restore --from <folder or s3://bucket/prefix> [--backup <name>] [--media] [--list]` */

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    backup: { type: 'string' },
    media: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    'redis-server': { type: 'string', default: 'redis-server' },
  },
});
if (values.from === undefined) {
  process.stderr.write(
    'Usage: pnpm restore --from <folder or s3://bucket/prefix> [--backup <name>] [--media] [--list]\n',
  );
  process.exit(64); // EX_USAGE
}

// biome-ignore lint/style/noProcessEnv: the one place of this process that reads the environment
await runCommand(process.env, { place: values.from, withMedia: values.media }, async (tools) => {
  const { settings, redis, backups, logins, media, say } = tools;
  const names = await backups.list();
  if (values.list) {
    for (const name of names) say(name);
    return true;
  }
  const backup = values.backup ?? names.at(-1);
  if (backup === undefined) throw new Error('There is no backup.');
  const restored = await restoreBackup(
    {
      redis,
      backups,
      sessionsPath: settings.sessionsPath,
      logins,
      media,
      redisServer: values['redis-server'],
      eventLogLength: settings.EVENT_LOG_LENGTH,
      now: Date.now(),
    },
    backup,
  );
  say(
    `${backup}, of ${new Date(restored.takenAt).toISOString()}: ${restored.keys} keys, ${restored.logins} logins, ${restored.files} files`,
  );
  say(
    `${restored.sessions} sessions; of the messages that were not sent yet, ${restored.lookedUp} are looked up first, and ${restored.failed} failed`,
  );
  for (const sentence of restored.missing) say(`missing: ${sentence}`);
  return true;
});
