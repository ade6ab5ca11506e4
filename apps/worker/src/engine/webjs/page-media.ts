import type { PageWindow } from './page-connection.ts';
import type { MessageModel } from './page-modules.ts';

/** What a person chooses a file with. */
export interface FileChooser {
  type: string;
  readonly files?: ArrayLike<File> | null;
}

declare const document: { createElement(name: 'input'): FileChooser };
/** Files on their way into and out of the page, as `window.wagwMedia`. */
export interface PageMedia {
  chooser(): FileChooser;
  /**
   * Takes over the file that was chosen in `input`, so that nothing depends on the one on the disk any more.
   * @returns its bytes; none when it cannot be read
   */
  take(ticket: string, input: FileChooser, mimetype: string, filename: string): Promise<number>;
  taken(ticket: string): File | undefined;
  /** Loads the file of a message and keeps it under a ticket. @returns its bytes; undefined when WhatsApp has it no more */
  load(ticket: string, message: MessageModel): Promise<number | undefined>;
  /** What was loaded; the browser hands it out. */
  loaded(ticket: string): Blob | undefined;
  drop(ticket: string): void;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwMedia` into the page. Files are kept as blobs, which live outside of the page's own memory. Runs before
 * the page's own scripts, in every document. Self-contained, for its source text is what runs in the page.
 */
export function installPageMedia(): void {
  /** So much of a file is in the page's memory at a time while it is copied. */
  const sliceBytes = 4 * 1024 * 1024;
  const files = new Map<string, File>();
  /** Under way into the page, and still wanted. */
  const coming = new Set<string>();
  const loaded = new Map<string, Blob>();

  async function take(
    ticket: string,
    input: FileChooser,
    mimetype: string,
    filename: string,
  ): Promise<number> {
    const chosen = input.files?.[0];
    if (chosen === undefined) return 0;
    coming.add(ticket);
    const parts: Blob[] = [];
    try {
      for (let from = 0; from < chosen.size; from += sliceBytes) {
        parts.push(new Blob([await chosen.slice(from, from + sliceBytes).arrayBuffer()]));
      }
    } catch {
      return 0;
    }
    const file = new File(parts, filename, { type: mimetype, lastModified: Date.now() });
    if (coming.delete(ticket)) files.set(ticket, file);
    return file.size;
  }

  async function load(ticket: string, message: MessageModel): Promise<number | undefined> {
    if (message.mediaData === undefined || message.mediaData.mediaStage === 'REUPLOADING') return undefined;
    if (message.mediaData.mediaStage !== 'RESOLVED') {
      await message.downloadMedia({ downloadEvenIfExpensive: true, rmrReason: 1 });
    }
    const { mediaStage } = message.mediaData;
    if (mediaStage.includes('ERROR') || mediaStage === 'FETCHING') return undefined;
    const qpl = {
      addAnnotations: () => qpl,
      addPoint: () => qpl,
    };
    try {
      const bytes = await window.require('WAWebDownloadManager').downloadManager.downloadAndMaybeDecrypt({
        directPath: message.directPath,
        encFilehash: message.encFilehash,
        filehash: message.filehash,
        mediaKey: message.mediaKey,
        mediaKeyTimestamp: message.mediaKeyTimestamp,
        type: message.type,
        signal: new AbortController().signal,
        downloadQpl: qpl,
      });
      const blob = new Blob([bytes]);
      loaded.set(ticket, blob);
      return blob.size;
    } catch (error) {
      const { status } = error as { status?: unknown };
      if (status === 404 || status === 410) return undefined;
      throw error;
    }
  }

  window.wagwMedia = {
    chooser: () => Object.assign(document.createElement('input'), { type: 'file' }),
    take,
    taken: (ticket) => files.get(ticket),
    load,
    loaded: (ticket) => loaded.get(ticket),
    drop: (ticket) => {
      coming.delete(ticket);
      files.delete(ticket);
      loaded.delete(ticket);
    },
  };
}
