import type { AppParts } from '../app.ts';
import { writeConsoleBuild } from './console-build.ts';
import { type RunningApi, startApi } from './running-api.ts';

/** An api that serves a console, whose folder goes with it. */
export async function startConsoleApi(settings: Partial<AppParts> = {}): Promise<RunningApi> {
  const build = await writeConsoleBuild();
  const api = await startApi({ console: { folder: build.folder }, ...settings });
  return {
    ...api,
    async close() {
      await api.close();
      await build.remove();
    },
  };
}
