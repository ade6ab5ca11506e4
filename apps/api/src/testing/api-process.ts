import { resolve } from 'node:path';
import { freePort } from '@wagw/local-machine/free-port';
import { type SupervisedProcess, startProcess } from '@wagw/local-machine/supervised-process';
import { until } from '@wagw/local-machine/until';

const ROOT = resolve(import.meta.dirname, '../../../..');
const START_MS = 100_000;

/** The api as a process of its own, run from source, on a free port of this machine. */
export interface ApiProcess {
  readonly url: string;
  readonly process: SupervisedProcess;
  /** Resolves once it answers. */
  ready(): Promise<void>;
}

export interface ApiProcessOptions {
  readonly apiKey: string;
  /** Where Redis is, and whatever else it is told. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly onRestart?: (name: string, how: string) => void;
}

export async function startApiProcess({ apiKey, env, ...options }: ApiProcessOptions): Promise<ApiProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    process: startProcess({
      name: 'api',
      command: process.execPath,
      args: ['--conditions=source', '--import', 'tsx', resolve(import.meta.dirname, '../main.ts')],
      cwd: ROOT,
      env: {
        // biome-ignore lint/style/noProcessEnv: the process needs the machine's PATH and HOME
        ...process.env,
        NODE_OPTIONS: '',
        // That the machine is busy is no answer.
        MAX_EVENT_LOOP_DELAY: '0',
        ...env,
        API_KEY: apiKey,
        PORT: String(port),
      },
      ...options,
    }),
    async ready() {
      await until('the start of the api', START_MS, async () => (await fetch(`${url}/health/live`)).ok);
    },
  };
}
