import type { EmulatorControl } from './control.ts';
import { type RequestName, requests } from './requests.ts';

/**
 * The control of an emulator in another process.
 * @param controlUrl for example `http://127.0.0.1:4001`
 */
export function createControl(controlUrl: string): EmulatorControl {
  const names = Object.keys(requests) as RequestName[];
  const calls = names.map((name) => [name, (options: object = {}) => call(controlUrl, name, options)]);
  return Object.fromEntries(calls) as EmulatorControl;
}

async function call(controlUrl: string, name: RequestName, options: object): Promise<unknown> {
  const response = await fetch(new URL(`/control/${name}`, controlUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  const answer = (await response.json()) as { value?: unknown; error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The emulator answered with status ${response.status}`);
  return answer.value;
}
