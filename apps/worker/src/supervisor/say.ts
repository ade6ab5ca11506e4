import type { ConnectionLog } from '@wagw/shared/redis/connect';

/** An error of a connection has the command that failed with it, and the first command is the password. */
const plain = (_key: string, value: unknown) =>
  value instanceof Error ? { type: value.name, message: value.message } : value;

/** Log lines like those of the other processes, without the weight of their logger: this process shall be small. */
export function sayAsJson(name: string): ConnectionLog {
  const line = (level: number, fields: object, msg: string) => {
    process.stdout.write(
      `${JSON.stringify({ level, time: Date.now(), pid: process.pid, name, ...fields, msg }, plain)}\n`,
    );
  };
  return {
    info: (message) => line(30, {}, message),
    warn: (fields, message) => line(40, fields, message),
  };
}
