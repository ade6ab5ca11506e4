import { PairingError } from '../engine.ts';
import { errorText } from './classify-error.ts';
import { DeadlineError, withDeadline } from './deadlines.ts';
import type { GuardedClient } from './library-client.ts';
import type { LifeStages } from './life-stages.ts';
import type { WebjsTimings } from './timings.ts';

/** The library asks for another code after so long, and nobody would hear of it: longer than any life waits. */
const NO_SECOND_CODE_MS = 2 ** 31 - 1;

/**
 * Asks WhatsApp for a code to be typed on the phone; the QR codes rest while it is valid.
 * @throws PairingError
 */
export async function askForPairingCode(
  client: GuardedClient,
  stages: LifeStages,
  phone: string,
  { callMs, pairingMs }: WebjsTimings,
): Promise<string> {
  stages.restQrCodes(pairingMs);
  const asked = client.requestPairingCode(phone, true, NO_SECOND_CODE_MS);
  try {
    return await withDeadline('asking for a pairing code', callMs, asked);
  } catch (error) {
    stages.restQrCodes(0);
    throw new PairingError(error instanceof DeadlineError ? 'timeout' : 'refused', errorText(error));
  }
}
