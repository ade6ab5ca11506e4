import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { History } from './history.ts';

/** What is left of a run for whoever wants to know why it failed. */
export interface Evidence {
  readonly problems: readonly string[];
  /** What was seen, if the run came to its end. */
  readonly history: History | undefined;
}

/** Puts it into a folder of its own, in place of an earlier one, and returns its path. */
export function keepEvidence({ problems, history }: Evidence, dataPath: string, name: string): string {
  const kept = resolve(import.meta.dirname, '../../../.data/chaos', name);
  rmSync(kept, { recursive: true, force: true });
  cpSync(join(dataPath, 'logs'), kept, { recursive: true });
  writeFileSync(join(kept, 'evidence.json'), JSON.stringify({ problems, history }, undefined, 1));
  return kept;
}
