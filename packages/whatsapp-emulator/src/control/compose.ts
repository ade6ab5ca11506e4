import type { Wire, WireMessage, WireRecord } from '../protocol/frames.ts';
import { userJid } from '../protocol/identity.ts';
import { newPhoneId } from '../server/messaging.ts';
import type { Service } from '../server/service.ts';
import type { AccountState } from '../server/world.ts';
import type { Request } from './requests.ts';

type Incoming = Request<'incoming'>;

/** The message that a phone sends, as its own owner sees it. */
export function compose(service: Service, from: AccountState, options: Incoming): WireMessage {
  const chat = options.group ?? userJid(options.to ?? from.phone);
  const author = userJid(from.phone);
  const { type, attrs } = contentOf(service, options);
  return {
    id: options.id ?? newPhoneId(),
    chat,
    fromMe: true,
    from: author,
    to: chat,
    ...(options.group === undefined ? {} : { author }),
    type,
    t: options.t ?? Math.floor(Date.now() / 1000),
    ack: 1,
    attrs: {
      ...attrs,
      ...contextOf(service, from, options),

      ...options.attrs,
    } as WireRecord,
  };
}

function contentOf(service: Service, options: Incoming): { type: string; attrs: WireRecord } {
  const { media, location, poll, vcard } = options;
  if (media) return mediaContent(service, media);
  if (location) {
    const { latitude: lat, longitude: lng, name, address } = location;
    const loc = [name, address].filter(Boolean).join('\n');
    return { type: 'location', attrs: { lat, lng, ...(loc === '' ? {} : { loc }) } };
  }
  if (poll) {
    const pollOptions = poll.options.map((name, localId) => ({ name, localId }));
    const selectable = poll.multiple ? 0 : 1;
    return {
      type: 'poll_creation',
      attrs: { pollName: poll.name, pollOptions, pollSelectableOptionsCount: selectable },
    };
  }
  if (vcard !== undefined) return { type: 'vcard', attrs: { body: vcard } };
  return { type: 'chat', attrs: { body: options.text ?? '' } };
}

function mediaContent(
  service: Service,
  media: NonNullable<Incoming['media']>,
): { type: string; attrs: WireRecord } {
  const bytes =
    media.data === undefined ? Buffer.from(`a small ${media.mimetype}`) : Buffer.from(media.data, 'base64');
  const stored = service.media.put(bytes);
  const kind = media.mimetype.split('/')[0] ?? '';
  const plain = ['image', 'video', 'audio'].includes(kind) ? kind : 'document';
  const type = media.as === undefined ? plain : media.as === 'gif' ? 'video' : media.as;
  return {
    type,
    attrs: {
      ...stored,
      mimetype: media.mimetype,
      encFilehash: stored.filehash,
      mediaKey: Buffer.alloc(32, 1).toString('base64'),
      mediaKeyTimestamp: Math.floor(Date.now() / 1000),
      ...(media.filename === undefined ? {} : { filename: media.filename }),
      ...(media.caption === undefined ? {} : { caption: media.caption }),
      ...(media.as === 'gif' ? { isGif: true } : {}),
    },
  };
}

function contextOf(
  service: Service,
  from: AccountState,
  { quote, mentions, forwarded }: Incoming,
): WireRecord {
  const context: WireRecord = {};
  if (mentions) context.mentionedJidList = mentions.map((phone): Wire => ({ $wid: userJid(phone) }));
  if (forwarded) Object.assign(context, { isForwarded: true, forwardingScore: 1 });
  if (quote !== undefined) {
    const quoted = service.accounts.message(from, quote);
    if (!quoted) throw new Error(`${from.phone} has no message ${quote} to answer`);
    context.quotedMsg = { ...quoted.attrs, type: quoted.type };
    context.quotedStanzaID = quoted.id;
    context.quotedParticipant = { $wid: quoted.author ?? quoted.from };
  }
  return context;
}
