import { createControl } from '../control/client.ts';
import type { AccountInfo, EmulatorControl, EmulatorState } from '../control/control.ts';
import type { WireMessage } from '../protocol/frames.ts';

/** What the page shows now. */
export interface View {
  state: EmulatorState;
  /** The phone in hand. */
  account: AccountInfo;
  messages: WireMessage[];
  /** Phone number id or group id of the open chat. */
  chat: string | undefined;
  notice: string;
}

export const control: EmulatorControl = createControl(location.origin);

/** The choices of the person at the page: kept in the address, so that a reload changes nothing. */
const choices = new URLSearchParams(location.hash.slice(1));
let notice = '';
let show: (view: View) => void = () => {};

/** Fetches everything anew and shows it. */
export async function refresh(): Promise<void> {
  const state = await control.state();
  const wanted = state.accounts.find(({ phone }) => phone === choices.get('phone'));
  const account = wanted ?? state.accounts[0] ?? (await control.account({ name: 'My phone' }));
  const messages = await control.messages({ phone: account.phone });
  show({ state, account, messages, chat: choices.get('chat') ?? undefined, notice });
}

export function start(render: (view: View) => void): void {
  show = render;
  new EventSource('/events').onmessage = () => run(refresh);
}

export function choose(name: 'phone' | 'chat', value: string | undefined): void {
  if (value === undefined) choices.delete(name);
  else choices.set(name, value);
  if (name === 'phone') choices.delete('chat');
  history.replaceState(null, '', `#${choices}`);
  notice = '';
  run(refresh);
}

/** Does something and shows what came of it; a failure is shown as a notice. */
export function run(action: () => Promise<unknown>): void {
  action().catch((error: unknown) => {
    notice = error instanceof Error ? error.message : String(error);
    refresh().catch(reportError);
  });
}

/** Like `run`, for what the person did: shows the outcome at once. */
export function act(action: () => Promise<unknown>): void {
  notice = '';
  run(async () => {
    await action();
    await refresh();
  });
}
