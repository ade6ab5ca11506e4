import type { StateCode } from '@wagw/shared/sessions/session-state';
import type { Pairing } from '@wagw/shared/sessions/session-store';
import { type Engine, PairingError } from '../engine/engine.ts';
import type { OwnedSessionParts } from './owned-session.ts';

/** Gets a pairing code for somebody who asked through the API, and writes the answer where they look for it. */
export async function answerPairing(
  pairing: Pairing,
  engine: Engine | undefined,
  {
    ownership,
    fence,
    recorder,
    logger,
  }: Pick<OwnedSessionParts, 'ownership' | 'fence' | 'recorder' | 'logger'>,
  enter: (code: StateCode) => Promise<void>,
): Promise<void> {
  const answer = async (fields: Partial<Pairing>) => {
    await ownership.update(fence, { pairing: JSON.stringify({ ...pairing, ...fields }) });
  };
  try {
    if (engine === undefined) throw new PairingError('not_waiting', 'The session is not running.');
    const code = await engine.requestPairingCode(pairing.phone);
    await enter('enter_code');
    await recorder.record({ event: 'pairing_code', data: { code, phone: pairing.phone } });
    await answer({ code });
  } catch (error) {
    logger.info({ err: error }, 'no pairing code');
    await answer({ error: error instanceof PairingError ? error.code : 'refused' });
  }
}
