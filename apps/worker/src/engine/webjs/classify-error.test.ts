import { describe, expect, it } from '@jest/globals';
import { type Circumstances, classifyError, classifyState, type Stage } from './classify-error.ts';
import { DeadlineError } from './deadlines.ts';
import { ProfileInUseError } from './profile.ts';

const at = (stage: Stage, more: Partial<Circumstances> = {}): Circumstances => ({
  stage,
  pageErrors: [],
  ...more,
});
const late = new DeadlineError('it took longer than 5 ms');

describe('why a life ends', () => {
  it.each([
    ['launch_failed', new Error('Browser was not found at the configured executablePath'), at('launch')],
    ['launch_failed', late, at('launch')],
    ['profile_in_use', new Error('The browser is already running for /profiles/one.'), at('launch')],
    ['profile_in_use', new Error('Failed to launch the browser process: Code: 21'), at('launch')],
    ['profile_in_use', new ProfileInUseError('Process group 7 uses the profile'), at('launch')],
    ['unreachable', new Error('net::ERR_NAME_NOT_RESOLVED at https://web.whatsapp.com/'), at('open')],
    ['unreachable', new Error('net::ERR_CERT_AUTHORITY_INVALID at https://web.whatsapp.com/'), at('open')],
    ['unreachable', late, at('open')],
    ['unreachable', 'auth timeout', at('connect', { httpStatus: 503 })],
    ['unreachable', late, at('connect', { socketState: 'OPENING' })],
    [
      'unreachable',
      new Error('Runtime.callFunctionOn timed out.'),
      at('connect', { socketState: 'OPENING' }),
    ],
    ['unreachable', late, at('reconnect')],
    ['proxy_blocked', late, at('connect', { socketState: 'PROXYBLOCK' })],
    ['blocked', late, at('connect', { socketState: 'TOS_BLOCK' })],
    ['start_timeout', late, at('sync', { socketState: 'UNPAIRED' })],
    ['start_timeout', 'auth timeout', at('connect', { httpStatus: 200 })],
    ['start_timeout', late, at('sync', { httpStatus: 200, socketState: 'CONNECTED' })],
    ['incompatible', 'auth timeout', at('connect', { pageErrors: ['x is not iterable'] })],
    ['incompatible', new Error('Requiring unknown module "WAWebCmd"'), at('connect')],
    [
      'incompatible',
      late,
      at('sync', { pageErrors: ['Error: Requiring unknown module "WAWebCallCollection"'] }),
    ],
    ['incompatible', new Error('window.require(...).encodeB64 is not a function'), at('connect')],
    ['crashed', new Error('Protocol error (Runtime.callFunctionOn): Target closed'), at('ready')],
    ['crashed', new Error("Attempted to use detached Frame '1F2E'."), at('ready')],
    ['crashed', new Error('Navigating frame was detached'), at('open')],
    ['unresponsive', late, at('ready')],
  ] as const)('%s: %s', (reason, error, circumstances) => {
    expect(classifyError(error, circumstances).reason).toBe(reason);
  });

  it('names the missing module', () => {
    const end = classifyError(
      late,
      at('sync', { pageErrors: ['Error: Requiring unknown module "WAWebCallCollection"'] }),
    );
    expect(end.detail).toContain('WAWebCallCollection');
  });

  it.each([
    ['UNPAIRED', 'logged_out'],
    ['LOGOUT', 'logged_out'],
    ['CONFLICT', 'conflict'],
    ['DEPRECATED_VERSION', 'incompatible'],
    ['TOS_BLOCK', 'blocked'],
    ['SMB_TOS_BLOCK', 'blocked'],
    ['PROXYBLOCK', 'proxy_blocked'],
    ['CONNECTED', undefined],
    ['TIMEOUT', undefined],
  ])('the state %s means %s', (state, reason) => {
    expect(classifyState(state)?.reason).toBe(reason);
  });
});
