import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Page } from 'puppeteer';
import type { Probe } from '../engine.ts';
import { errorText } from './classify-error.ts';
import { withDeadline } from './deadlines.ts';
import type { PageWindow } from './page-connection.ts';

declare const window: PageWindow;

const unhealthy = (detail: string): Probe => ({ healthy: false, detail });

/**
 * Proves that a message could be sent, and that what the page reports is heard: a sign goes the whole way that a report
 * of a message goes, from the page's collection over the library's listener to its client here. Never rejects.
 */
export async function probePage(
  page: Page,
  client: Pick<EventEmitter, 'on' | 'off'>,
  deadlineMs: number,
): Promise<Probe> {
  const sign = randomUUID();
  const ear = listenFor(client, sign);
  try {
    const asked = page.evaluate((sign) => window.wagwConnection?.probeWithSign(sign), sign);
    const answer = await withDeadline('the answer to a probe', deadlineMs, asked);
    if (answer === undefined) return unhealthy('WhatsApp Web is being loaded');
    if (!answer.ready) return unhealthy(answer.why);
    if (answer.hasCalled) await withDeadline('hearing what WhatsApp Web reports', deadlineMs, ear.heard);
    return { healthy: true };
  } catch (error) {
    return unhealthy(errorText(error));
  } finally {
    ear.close();
  }
}

/** The sign comes disguised as the report of an upload that is done, which nobody else listens to. */
function listenFor(client: Pick<EventEmitter, 'on' | 'off'>, sign: string) {
  let listener: (message: { readonly _data: { readonly id: { readonly id: string } } }) => void = () =>
    undefined;
  const heard = new Promise<void>((resolve) => {
    listener = ({ _data }) => {
      if (_data.id.id === sign) resolve();
    };
    client.on('media_uploaded', listener);
  });
  return { heard, close: () => client.off('media_uploaded', listener) };
}
