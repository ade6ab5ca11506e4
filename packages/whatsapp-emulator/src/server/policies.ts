import {
  defaultPageSwitches,
  defaultPolicy,
  type PageSwitches,
  type Policy,
  type Times,
} from '../protocol/switches.ts';

type Fault = 'dropAcks' | 'dropSends' | 'failSends' | 'mediaUploadFail' | 'mediaDownloadFail';

/** The switches as they stand now. */
export class Policies {
  readonly policy: Policy;
  readonly page: PageSwitches;

  constructor(policy: Partial<Policy> = {}, page: Partial<PageSwitches> = {}) {
    this.policy = { ...defaultPolicy, ...policy };
    this.page = { ...defaultPageSwitches, ...page };
  }

  /** Whether the fault strikes this time; a counted one is used up by one. */
  strikes(fault: Fault): boolean {
    const times: Times = this.policy[fault];
    if (typeof times === 'boolean') return times;
    if (times <= 0) return false;
    this.policy[fault] = times - 1;
    return true;
  }

  /** Delays of acks 1, 2, 3 and, for voice messages, 4; absent ones never come. */
  ackDelays(type: string): number[] {
    const { ackMs } = this.policy;
    const delays = typeof ackMs === 'number' ? [ackMs, ackMs, ackMs] : ackMs;
    return delays.slice(0, type === 'ptt' ? 4 : 3);
  }

  isUnregistered(phone: string): boolean {
    if (!/^\d{7,15}$/.test(phone)) return true;
    return this.policy.unregistered.some((pattern) =>
      pattern.startsWith('*') ? phone.endsWith(pattern.slice(1)) : phone === pattern,
    );
  }

  /** @throws on a name that does not exist, so that a misspelt fault is noticed. */
  changePolicy(patch: Partial<Policy>): Policy {
    return applyPatch(this.policy, patch);
  }

  changePage(patch: Partial<PageSwitches>): PageSwitches {
    return applyPatch(this.page, patch);
  }
}

function applyPatch<Switches extends object>(switches: Switches, patch: Partial<Switches>): Switches {
  for (const [name, value] of Object.entries(patch)) {
    if (!(name in switches))
      throw new Error(`There is no switch ${name}: ${Object.keys(switches).join(', ')}`);
    Reflect.set(switches, name, value);
  }
  return switches;
}
