import { bullmqScript } from '@wagw/shared/queue/bullmq-scripts';
import { defineScript, type Script } from '@wagw/shared/redis/script';

/*
 * BullMQ's own scripts with a fence around them. What is relied on beside their keys and arguments: that `wait` and `active` are
 * lists that are worked off from the right.
 */

/** The reply to whoever does not own the session. */
export const FENCED = 'fenced';

/** Further keys and arguments: the session's hash; the owner and the epoch. */
const IS_OWNER = `
  local function isOwner()
    local session = redis.call('HMGET', KEYS[#KEYS], 'owner', 'epoch')
    return session[1] == ARGV[#ARGV - 1] and session[2] == ARGV[#ARGV]
  end
`;

/**
 * Jobs that are marked as being worked on although nobody does go back to the head, in their order: their owner died, or the
 * answer to a fetch was lost with the connection. BullMQ gives them back when their lock has run out, but by then later
 * messages have overtaken them.
 */
const PUT_BACK = `
  local function putBackActive(active, wait, stalled, prefix)
    local ids = redis.call('LRANGE', active, 0, -1)
    for _, id in ipairs(ids) do
      redis.call('DEL', prefix .. id .. ':lock')
      redis.call('SREM', stalled, id)
      redis.call('RPUSH', wait, id)
    end
    redis.call('DEL', active)
    return #ids
  end
`;

/** Keys: `active`, `wait`, `stalled`, the session; arguments: the prefix of jobs, the owner, the epoch. */
export const putBack = defineScript(`${IS_OWNER} ${PUT_BACK}
  if not isOwner() then return '${FENCED}' end
  return putBackActive(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
`);

/** Keys: `limiter`, the session; arguments: milliseconds, the owner, the epoch. */
export const limit = defineScript(`${IS_OWNER}
  if not isOwner() then return '${FENCED}' end
  return redis.call('SET', KEYS[1], '9007199254740991', 'PX', ARGV[1])
`);

export interface FencedScript extends Script {
  /** How many keys BullMQ's own part has. */
  readonly keys: number;
}

/**
 * The scripts of a lane's worker by their names.
 *
 * The fetch of a lane: its owner works on nothing when it fetches, so whatever is marked as being worked on comes first.
 */
export const FENCED_SCRIPTS: Readonly<Record<string, FencedScript>> = {
  moveToActive: fenced('moveToActive', 11, {
    before: 'putBackActive(KEYS[2], KEYS[1], KEYS[5], ARGV[1])',
    marker: 'KEYS[11]',
  }),
  moveToFinished: fenced('moveToFinished', 14, { marker: 'KEYS[14]' }),
  moveJobFromActiveToWait: fenced('moveJobFromActiveToWait', 9),
  retryJob: fenced('retryJob', 11),
};

interface Around {
  readonly before?: string;
  /** BullMQ's own wake-up, for which nobody waits: it would lie about for ever. */
  readonly marker?: string;
}

function fenced(name: string, keys: number, { before = '', marker }: Around = {}): FencedScript {
  const forgetMarker = marker === undefined ? '' : `redis.call('DEL', ${marker})`;
  const script = defineScript(`${IS_OWNER} ${PUT_BACK}
    local function bullmq()
      ${bullmqScript(name, keys)}
    end
    if not isOwner() then return '${FENCED}' end
    ${before}
    local reply = bullmq()
    ${forgetMarker}
    return reply
  `);
  return { ...script, keys };
}
