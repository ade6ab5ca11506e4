import type { ConnectionLog } from '@wagw/shared/redis/connect';

/** Log lines like those of the other processes, without the weight of their logger: this process shall be small. */
export function sayAsJson(name: string): ConnectionLog {
  const line = (level: number, fields: object, msg: string) => {
    process.stdout.write(
      `${JSON.stringify({ level, time: Date.now(), pid: process.pid, name, ...fields, msg })}\n`,
    );
  };
  return {
    info: (message) => line(30, {}, message),
    warn: (fields, message) => line(40, fields, message),
  };
}
