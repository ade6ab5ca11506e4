import { z } from 'zod';
import { REFUSALS } from '../protocol/frames.ts';

const phone = z.string().regex(/^\d{7,15}$/, 'a phone number: 7 to 15 digits, country code first');

/** A file of a message: its bytes in base64, or nothing for a small file made up for the type. */
const media = z.object({
  mimetype: z.string(),
  data: z.base64().optional(),
  filename: z.string().optional(),
  caption: z.string().optional(),
  /** A voice message, an animated picture, a sticker, a document: otherwise the MIME type decides. */
  as: z.enum(['ptt', 'gif', 'sticker', 'document']).optional(),
});

const incoming = z.object({
  /** Whose chat it goes to: a phone number. With `group`, it may be left out. */
  to: phone.optional(),
  from: phone,
  text: z.string().optional(),
  media: media.optional(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  poll: z
    .object({ name: z.string(), options: z.array(z.string()).min(2), multiple: z.boolean().optional() })
    .optional(),
  vcard: z.string().optional(),
  /** Id of the group; everyone in it gets the message. */
  group: z.string().optional(),
  /** Bare id of a message of the same chat that this one answers. */
  quote: z.string().optional(),
  mentions: z.array(phone).optional(),
  forwarded: z.boolean().optional(),
  /** A bare id to use in place of a fresh one. */
  id: z.string().optional(),
  /** Unix seconds; now if left out. */
  t: z.number().int().optional(),
  /** Further attributes of the page's message model, as they are. */
  attrs: z.record(z.string(), z.json()).optional(),
});

const message = { phone, id: z.string() };

/** Every call of the control API: its name and what it takes. */
export const requests = {
  account: z.object({
    phone: phone.optional(),
    name: z.string().optional(),
    lid: z.string().optional(),
    about: z.string().optional(),
    isBusiness: z.boolean().optional(),
    picture: z.string().nullable().optional(),
    contacts: z.array(z.object({ phone, name: z.string() })).optional(),
  }),
  scan: z.object({ qr: z.string(), phone }),
  enterCode: z.object({ code: z.string(), phone }),
  incoming,
  ciphertext: z.object({ to: phone, from: phone, id: z.string().optional() }),
  decrypt: z.object({ ...message, text: z.string() }),
  edit: z.object({ ...message, text: z.string() }),
  revoke: z.object(message),
  delete: z.object(message),
  react: z.object({ ...message, emoji: z.string() }),
  vote: z.object({ ...message, options: z.array(z.string()) }),
  ack: z.object({ id: z.string(), ack: z.number().int().min(-1).max(4), phone: phone.optional() }),
  seen: z.object({ phone, chat: z.string() }),
  /** `chat` is a person's phone number or a group's id. */
  archive: z.object({ phone, chat: z.string(), archived: z.boolean() }),
  removeChat: z.object({ phone, chat: z.string() }),
  typing: z.object({ from: phone, to: phone, state: z.enum(['composing', 'recording', 'paused']) }),
  /** `lastSeen` is in unix seconds, of one who is away and does not hide it. */
  presence: z.object({ phone, isThere: z.boolean(), lastSeen: z.number().int().optional() }),
  call: z.object({
    to: phone,
    from: phone,
    isVideo: z.boolean().optional(),
    isGroup: z.boolean().optional(),
  }),
  group: z.object({ owner: phone, subject: z.string(), participants: z.array(phone) }),
  groupChange: z.object({
    group: z.string(),
    by: phone,
    add: z.array(phone).optional(),
    remove: z.array(phone).optional(),
    promote: z.array(phone).optional(),
    demote: z.array(phone).optional(),
    subject: z.string().optional(),
    description: z.string().optional(),
    announce: z.boolean().optional(),
    restrict: z.boolean().optional(),
    adminsAddOnly: z.boolean().optional(),
    approval: z.boolean().optional(),
    /** `by` joins by the group's invite link, or asks to where admins decide. */
    join: z.boolean().optional(),
    leave: z.boolean().optional(),
  }),
  frame: z.object({
    phone: phone.optional(),
    jolt: z.discriminatedUnion('action', [
      z.object({ action: z.literal('iframe') }),
      z.object({ action: z.literal('pushState'), url: z.string() }),
      z.object({ action: z.literal('reload') }),
      z.object({ action: z.literal('navigate'), url: z.string() }),
      z.object({ action: z.literal('toggleSynced') }),
      z.object({ action: z.literal('state'), state: z.string() }),
      z.object({ action: z.literal('throw'), message: z.string() }),
      z.object({ action: z.literal('deafen') }),
      z.object({ action: z.literal('spoil'), chat: z.string() }),
    ]),
  }),
  battery: z.object({ phone, battery: z.number().min(0).max(100), plugged: z.boolean() }),
  phoneLogout: z.object({ phone, device: z.string().optional() }),
  drop: z.object({ phone: phone.optional(), ms: z.number().min(0).optional() }),
  refuse: z.object({ phone: phone.optional(), reason: z.enum(REFUSALS).nullable() }),
  sent: z.object({ phone: phone.optional(), to: z.string().optional(), text: z.string().optional() }),
  clearSent: z.object({}),
  messages: z.object({ phone, chat: z.string().optional() }),
  media: z.object({ directPath: z.string() }),
  policy: z.record(z.string(), z.json()),
  page: z.record(z.string(), z.json()),
  state: z.object({}),
} as const;

export type RequestName = keyof typeof requests;
export type Request<Name extends RequestName> = z.output<(typeof requests)[Name]>;
