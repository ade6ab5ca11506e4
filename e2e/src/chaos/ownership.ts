import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';

/** The process in a worker's id, which ends with `-<pid>.<life>` by default. */
export function pidOf(worker: string | null | undefined): number | undefined {
  const [, pid] = /-(\d+)\.[^.]+$/.exec(worker ?? '') ?? [];
  return pid === undefined ? undefined : Number(pid);
}

export interface Owning {
  readonly pid: number | undefined;
  readonly worker: string | undefined;
  readonly epoch: number;
}

/** Who owns a session just now. */
export async function ownerOf(redis: Redis, session: string): Promise<Owning> {
  const [worker, epoch] = await redis.hmget(keys.session(session), 'owner', 'epoch');
  return { pid: pidOf(worker), worker: worker ?? undefined, epoch: Number(epoch) };
}

/** The sessions that a process owns just now. */
export async function ownedBy(redis: Redis, sessions: readonly string[], pid: number): Promise<string[]> {
  const owners = await Promise.all(sessions.map((session) => ownerOf(redis, session)));
  return sessions.filter((_, index) => owners[index]?.pid === pid);
}
