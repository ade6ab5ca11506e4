import { createRequire } from 'node:module';

/**
 * The text of one of BullMQ's own scripts, to be run inside one of ours. It is taken from its package, whose version is pinned:
 * from 6.7 it has no `exports` that forbid it, and does not offer them otherwise. What is relied on: the numbers and places of
 * KEYS and ARGV, and that further ones at their ends are not looked at.
 * @param keys how many keys it has
 * @throws Error when this BullMQ has no such script
 */
export function bullmqScript(name: string, keys: number): string {
  const found = createRequire(import.meta.url)(`bullmq/dist/cjs/scripts/${name}-${keys}.js`)[name];
  if (typeof found?.content !== 'string')
    throw new Error(`this BullMQ has no script ${name} with ${keys} keys`);
  return found.content;
}
