import type { Lane } from '../messages/lane.ts';

/** Several lanes as one: opened one after the other, closed together. */
export function together(lanes: readonly Lane[]): Lane {
  return {
    async open() {
      for (const lane of lanes) await lane.open();
    },
    async close(graceMs) {
      await Promise.all(lanes.map((lane) => lane.close(graceMs)));
    },
    async wipe() {
      for (const lane of lanes) await lane.wipe();
    },
  };
}
