import type { OutgoingContent, OutgoingMessage } from '../outgoing.ts';
import type { PageContent } from './page-contents.ts';
import type { PageMessage } from './page-send.ts';
import { toVcard } from './vcard.ts';

/**
 * The message as the page takes it; its file goes there by another way.
 * @param previewMs how long a preview of a link may take
 */
export function toPageMessage(message: OutgoingMessage, previewMs: number): PageMessage {
  const { chat, id, content, quotedRef, mentions } = message;
  return { chat, id, content: toPageContent(content, previewMs), quotedRef, mentions };
}

function toPageContent(content: OutgoingContent, previewMs: number): PageContent {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text, previewMs: content.linkPreview ? previewMs : 0 };
    case 'forward':
      return content;
    case 'location': {
      const { latitude: lat, longitude: lng, name, address, url } = content.location;
      const loc = [name, address].filter(Boolean).join('\n') || url;
      const place = {
        type: 'location',
        lat,
        lng,
        ...(loc ? { loc } : {}),
        ...(url ? { clientUrl: url } : {}),
      };
      return { type: 'plain', body: '', attributes: place };
    }
    case 'contact': {
      const cards = content.contacts.map((card) => ({ displayName: card.name, vcard: toVcard(card) }));
      const [only] = cards;
      if (only && cards.length === 1) {
        const attributes = { type: 'vcard', vcardFormattedName: only.displayName };
        return { type: 'plain', body: only.vcard, attributes };
      }
      return { type: 'plain', body: null, attributes: { type: 'multi_vcard', vcardList: cards, body: null } };
    }
    case 'poll': {
      const { question, options, allowMultiple } = content.poll;
      const attributes = {
        kind: 'pollCreation',
        type: 'poll_creation',
        pollName: question,
        pollOptions: options.map((name, localId) => ({ name, localId })),
        pollSelectableOptionsCount: allowMultiple ? 0 : 1,
      };
      return { type: 'poll', attributes };
    }
    default:
      return { type: content.type, caption: content.caption };
  }
}
