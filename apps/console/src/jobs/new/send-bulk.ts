import { useMutation } from '@tanstack/react-query';
import type { Batch, BulkMessages, Upload } from '@wagw/client';
import { useRef } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { useRepeatKey } from '../repeat-key.ts';
import type { CheckedDraft, Draft } from './draft.ts';
import { withPlainNames } from './template.ts';

type Kind = 'image' | 'video' | 'document';

/** What WhatsApp shows as a photo or video; all else goes as a document. */
const SHOWN: Readonly<Record<string, Kind>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'video/mp4': 'video',
  'video/3gpp': 'video',
};

/** Sends what was filled in, once: to repeat it after a lost answer sends nothing twice. */
export function useSendBulk() {
  const { client } = useGateway();
  const keyOf = useRepeatKey();
  const uploaded = useRef<{ session: string; file: File; upload: Upload }>(undefined);

  const uploadOf = async (session: string, file: File): Promise<Upload> => {
    const last = uploaded.current;
    if (last?.file === file && last.session === session) return last.upload;
    const upload = await client.media.upload(session, { content: file, filename: file.name });
    uploaded.current = { session, file, upload };
    return upload;
  };

  return useMutation({
    mutationFn: async ({ draft, checked }: { draft: Draft; checked: CheckedDraft }): Promise<Batch> => {
      const { file, session } = draft;
      if (session === null) throw new Error('no session is chosen');
      const upload = file === null ? undefined : await uploadOf(session, file);
      const body = bulkOf(draft, checked, upload);
      const [batch] = await client.batches.send(session, body, { idempotencyKey: keyOf({ session, body }) });
      if (batch === undefined) throw new Error('nothing was accepted');
      return batch;
    },
  });
}

function bulkOf(
  { text, file }: Draft,
  { list, sendAt }: CheckedDraft,
  upload: Upload | undefined,
): BulkMessages {
  const words = withPlainNames(text);
  return {
    recipients: list.recipients.map(({ to, variables }) => ({ to, variables: { ...variables } })),
    ...(upload === undefined || file === null
      ? { type: 'text' as const, text: words }
      : {
          type: SHOWN[file.type] ?? 'document',
          media: { upload: upload.id, filename: file.name },
          ...(words.trim() === '' ? {} : { caption: words }),
        }),
    ...(sendAt === undefined ? {} : { sendAt: new Date(sendAt).toISOString() }),
  };
}
