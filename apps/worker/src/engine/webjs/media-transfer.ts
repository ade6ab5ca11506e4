import { Readable } from 'node:stream';
import type { CDPSession, ElementHandle, Page } from 'puppeteer';
import { ActionError, type DownloadedMedia } from '../actions.ts';
import type { LocalFile } from '../outgoing.ts';
import { askPage } from './ask-page.ts';
import { withDeadline } from './deadlines.ts';
import type { PageWindow } from './page-connection.ts';
import type { FileChooser } from './page-media.ts';
import type { WebjsTimings } from './timings.ts';

declare const window: PageWindow;

/** So much of a file comes out of the page at a time; others' calls are answered in between. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Gives the page a file as if a person had chosen it: the browser reads it from the disk by itself, nothing of it goes over the wire
 * to the browser, and the page keeps its own copy.
 * @param kind stands for the name of a file that has none
 */
export async function putFileIntoPage(
  page: Page,
  ticket: string,
  { path, bytes, mimetype, filename }: LocalFile,
  kind: string,
): Promise<void> {
  const chooser = await page.evaluateHandle(() => window.wagwMedia?.chooser());
  try {
    const input = chooser.asElement() as ElementHandle<FileChooser> | null;
    if (input === null) throw new Error('the page is being loaded');
    await input.uploadFile(path);
    const taken = await page.evaluate(
      async (input, ticket, mimetype, filename) =>
        await window.wagwMedia?.take(ticket, input, mimetype, filename),
      input,
      ticket,
      mimetype,
      filename ?? kind,
    );
    if (taken !== bytes) throw new Error(`the page has got ${taken} of ${bytes} bytes of the file`);
  } finally {
    chooser.dispose().catch(() => undefined);
  }
}

let tickets = 0;

/** @throws ActionError */
export async function downloadMedia(
  page: Page,
  ref: string,
  maxBytes: number,
  { callMs, mediaMs }: WebjsTimings,
): Promise<DownloadedMedia> {
  const tooLarge = (bytes: number) =>
    new ActionError('too_large', `The file of ${bytes} bytes is larger than ${maxBytes}`);
  const media = await askPage(
    page,
    'looking at a file',
    callMs,
    (ref) => window.wagwAnswer?.(async () => window.wagwActions?.mediaOf(ref)),
    ref,
  );
  if (media.bytes > maxBytes) throw tooLarge(media.bytes);
  tickets += 1;
  const ticket = `download.${tickets}`;
  const drop = () =>
    void page.evaluate((ticket) => window.wagwMedia?.drop(ticket), ticket).catch(() => undefined);
  let bytes: number;
  try {
    bytes = await askPage(
      page,
      'downloading a file',
      mediaMs,
      (ref, ticket) => window.wagwAnswer?.(async () => window.wagwActions?.loadMedia(ref, ticket)),
      ref,
      ticket,
    );
    if (bytes > maxBytes) throw tooLarge(bytes);
  } catch (error) {
    drop();
    throw error;
  }
  const content = Readable.from(chunks(page, ticket, bytes, callMs, drop), { objectMode: false });
  return {
    mimetype: media.mimetype,
    ...(media.filename === undefined ? {} : { filename: media.filename }),
    bytes,
    content,
  };
}

/** The browser hands the blob out by itself; the page has nothing to do with it. */
async function* chunks(page: Page, ticket: string, bytes: number, callMs: number, drop: () => void) {
  let session: CDPSession | undefined;
  try {
    session = await withDeadline('reading a file', callMs, page.createCDPSession());
    const expression = `window.wagwMedia.loaded(${JSON.stringify(ticket)})`;
    const { result } = await session.send('Runtime.evaluate', { expression });
    const { uuid } = await session.send('IO.resolveBlob', { objectId: result.objectId ?? '' });
    let read = 0;
    while (read < bytes) {
      const part = session.send('IO.read', { handle: `blob:${uuid}`, size: CHUNK_BYTES });
      const { data, base64Encoded } = await withDeadline('reading a file out of the page', callMs, part);
      const chunk = Buffer.from(data, base64Encoded ? 'base64' : 'utf8');
      if (chunk.length === 0) throw new Error(`the file ended after ${read} of ${bytes} bytes`);
      read += chunk.length;
      yield chunk;
    }
  } finally {
    drop();
    session?.detach().catch(() => undefined);
  }
}
