import type { IncomingFile } from '@wagw/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';

/** What an address of ours may be opened as. Anything else could be a page that runs. */
const SAFE = /^(image\/(png|jpeg|webp|gif)|(audio|video)\/[\w.+-]+)$/;
/** Whoever scrolls past does not wait for it. */
const GLANCE_MS = 250;

export type FileState =
  | { readonly kind: 'none' | 'loading' }
  | { readonly kind: 'here'; readonly url: string; readonly filename: string | undefined }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * The file of a message, as an address that is good while the component is shown.
 * @param messageId here or at WhatsApp @param isEager whether it is loaded without being asked for
 */
export function useFile(session: string, messageId: string, isEager: boolean) {
  const { client } = useGateway();
  const [state, setState] = useState<FileState>({ kind: 'none' });
  const ending = useRef<AbortController>(undefined);

  const load = useCallback(async () => {
    ending.current?.abort();
    const controller = new AbortController();
    ending.current = controller;
    const { signal } = controller;
    setState({ kind: 'loading' });
    try {
      const file = await client.media.download(session, messageId, { signal });
      const blob = await blobOf(file);
      if (signal.aborted) return;
      const url = URL.createObjectURL(blob);
      signal.addEventListener('abort', () => URL.revokeObjectURL(url));
      setState({ kind: 'here', url, filename: file.filename });
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'failed', error });
    }
  }, [client, session, messageId]);

  useEffect(() => {
    const timer = isEager ? setTimeout(() => void load(), GLANCE_MS) : undefined;
    return () => {
      clearTimeout(timer);
      ending.current?.abort();
      setState({ kind: 'none' });
    };
  }, [load, isEager]);

  return { state, load };
}

async function blobOf({ content, mimetype }: IncomingFile): Promise<Blob> {
  const bytes = await new Response(content).blob();
  const [type = ''] = mimetype.split(';');
  return bytes.slice(0, bytes.size, SAFE.test(type) ? type : 'application/octet-stream');
}

/** Gives a file to the person as a download. */
export function saveFile(url: string, filename: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
}
