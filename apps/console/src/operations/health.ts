import { useQuery } from '@tanstack/react-query';
import type { GatewayClient, paths } from '@wagw/client';
import { useGateway } from '../gateway/gateway.tsx';

/** What the gateway tells of itself. All of it is read again by itself while the page is seen, never in a hidden tab. */

type HealthPath =
  | '/health/alerts'
  | '/health/detailed'
  | '/health/performance'
  | '/health/performance/history'
  | '/health/sessions'
  | '/health/system';
type Answer<P extends HealthPath> = paths[P]['get']['responses'][200]['content']['application/json'];

export type Alerts = Answer<'/health/alerts'>;
export type Detailed = Answer<'/health/detailed'>;
export type Performance = Answer<'/health/performance'>;
export type Interval = Answer<'/health/performance/history'>['items'][number];
export type System = Answer<'/health/system'>;
export type Worker = Answer<'/health/sessions'>['workers'][number];

export const OPERATIONS = ['operations'] as const;
const OFTEN_MS = 5_000;
const SELDOM_MS = 15_000;

export const useAlerts = () =>
  useHealth('alerts', OFTEN_MS, async (client, signal) => {
    const params = { query: { limit: 20 } };
    return dataOf(await client.api.GET('/health/alerts', { params, signal }));
  });

export const useDetailed = () =>
  useHealth('detailed', OFTEN_MS, async (client, signal) =>
    dataOf(await client.api.GET('/health/detailed', { signal })),
  );

/** Sessions in numbers, and the workers. */
export const useFleet = () =>
  useHealth('fleet', OFTEN_MS, async (client, signal) => {
    const params = { query: { limit: 1 } };
    return dataOf(await client.api.GET('/health/sessions', { params, signal }));
  });

export const usePerformance = () =>
  useHealth('performance', OFTEN_MS, async (client, signal) =>
    dataOf(await client.api.GET('/health/performance', { signal })),
  );

export const useSystem = () =>
  useHealth('system', OFTEN_MS, async (client, signal) =>
    dataOf(await client.api.GET('/health/system', { signal })),
  );

/** How far back, and in steps of how many minutes. */
export const RANGES = {
  hour: { minutes: 60, step: 1 },
  sixHours: { minutes: 360, step: 5 },
  day: { minutes: 1_440, step: 15 },
} as const;
export type Range = keyof typeof RANGES;

export const useHistory = (range: Range) =>
  useHealth(`history-${range}`, SELDOM_MS, async (client, signal) => {
    const params = { query: RANGES[range] };
    return dataOf(await client.api.GET('/health/performance/history', { params, signal }));
  });

function useHealth<T>(
  name: string,
  everyMs: number,
  read: (client: GatewayClient, signal: AbortSignal) => Promise<T>,
) {
  const { client } = useGateway();
  return useQuery({
    queryKey: [...OPERATIONS, name],
    queryFn: ({ signal }) => read(client, signal),
    refetchInterval: everyMs,
  });
}

function dataOf<T>({ data }: { data?: T }): T {
  if (data === undefined) throw new Error('an answer without content');
  return data;
}
