import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@wagw/local-machine/free-port';
import { until } from '@wagw/local-machine/until';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type GatewayProcesses, PATIENCE_MS } from './gateway-processes.ts';
import { FOLDER, readPrometheusConfig } from './monitoring-files.ts';

const EVERY = '500ms';

const vectorSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});
const rulesSchema = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});

/** One that can do no more than look at the whole. */
async function keyFor({ apiUrl, apiKey }: GatewayProcesses): Promise<string> {
  const answer = await fetch(`${apiUrl}/api/v1/keys`, {
    method: 'POST',
    headers: { 'x-gateway-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Prometheus', scopes: ['operate'] }),
  });
  return z.object({ key: z.string() }).parse(await answer.json()).key;
}

/** A real Prometheus with the configuration and the alerts of `deploy/monitoring`. */
export interface Prometheus {
  /** The value of each series of an instant query. */
  query(expression: string): Promise<number[]>;
  rules(): Promise<{ name: string; health: string; lastError?: string | undefined }[]>;
  close(): Promise<void>;
}

/** Starts it beside a gateway, which it scrapes twice a second. */
export async function startPrometheus(gateway: GatewayProcesses): Promise<Prometheus> {
  const folder = join(gateway.dataPath, 'prometheus');
  await mkdir(folder);
  await copyFile(join(FOLDER, 'alerts.yml'), join(folder, 'alerts.yml'));
  await writeFile(join(folder, 'api-key'), await keyFor(gateway));
  const targets: Record<string, string> = {
    'wagw-api': new URL(gateway.apiUrl).host,
    'wagw-worker': new URL(gateway.workerUrl).host,
  };
  const config = readPrometheusConfig();
  await writeFile(
    join(folder, 'prometheus.yml'),
    stringify({
      ...config,
      global: { ...config.global, scrape_interval: EVERY, evaluation_interval: EVERY },
      scrape_configs: config.scrape_configs.map((scrape) => ({
        ...scrape,
        static_configs: [{ targets: [targets[scrape.job_name]] }],
      })),
    }),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let written = '';
  program.stderr.on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  const gone = once(program, 'close');
  const close = async () => {
    program.kill('SIGKILL');
    await gone;
  };
  const get = async (path: string): Promise<unknown> => (await fetch(url + path)).json();
  try {
    await until('a Prometheus', PATIENCE_MS, async () => (await fetch(`${url}/-/ready`)).ok);
  } catch (error) {
    await close();
    throw new Error(`${error instanceof Error ? error.message : error}\n${written}`);
  }
  return {
    async query(expression) {
      const answer = vectorSchema.parse(await get(`/api/v1/query?query=${encodeURIComponent(expression)}`));
      return answer.data.result.map(({ value: [, value] }) => Number(value));
    },
    async rules() {
      return rulesSchema.parse(await get('/api/v1/rules')).data.groups.flatMap(({ rules }) => rules);
    },
    close,
  };
}
