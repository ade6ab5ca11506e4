import type { WireMessage } from '../protocol/frames.ts';
import { isGroupJid, phoneOf } from '../protocol/identity.ts';
import { button, element } from './dom.ts';
import { act, choose, control, type View } from './phone.ts';

const REACTIONS = ['👍', '❤️', '😂', '😮'];

export function nameOf({ state }: View, chat: string): string {
  const group = state.groups.find(({ id }) => id === chat);
  const account = state.accounts.find(({ phone }) => phone === phoneOf(chat));
  return group?.subject ?? account?.name ?? `+${phoneOf(chat)}`;
}

/** The chats, latest first, and a way to begin one. */
export function chatList(view: View): HTMLElement {
  const latest = new Map<string, WireMessage>();
  for (const message of view.messages) latest.set(message.chat, message);
  const chats = [...latest].sort(([, a], [, b]) => b.t - a.t);
  const number = element('input', {
    placeholder: 'Phone number',
    id: 'number',
    inputMode: 'numeric',
    ariaLabel: 'Phone number',
  });
  const open = (): void => {
    const digits = number.value.replace(/\D/g, '');
    if (digits !== '') choose('chat', `${digits}@c.us`);
  };
  const form = element('form', { class: 'row', onsubmit: submitting(open) }, number, button('Chat', open));
  return element(
    'nav',
    { class: 'chats' },
    ...chats.map(([chat, message]) => chatRow(view, chat, message)),
    chats.length === 0 ? element('p', { class: 'hint' }, 'No chats yet. Write to a number:') : undefined,
    form,
  );
}

function chatRow(view: View, chat: string, message: WireMessage): HTMLElement {
  const name = nameOf(view, chat);
  return element(
    'button',
    { type: 'button', class: chat === view.chat ? 'chat open' : 'chat', onclick: () => choose('chat', chat) },
    element('span', { class: 'avatar' }, isGroupJid(chat) ? '#' : name.replace(/^\+/, '').slice(0, 1)),
    element('span', { class: 'chat-name' }, name),
    element('span', { class: 'chat-last' }, textOf(message)),
  );
}

/** The open chat: bubbles, ticks, and the line to write in. */
export function conversation(view: View, chat: string): HTMLElement {
  const messages = view.messages.filter((message) => message.chat === chat);
  const typing = (view.state.presences[view.account.phone] ?? []).find(
    (presence) => presence.chat === chat && presence.state !== 'paused',
  );
  return element(
    'main',
    { class: 'conversation' },
    element(
      'header',
      { class: 'row' },
      button('‹', () => choose('chat', undefined), 'Back'),
      element('strong', {}, nameOf(view, chat)),
      element('span', { class: 'hint' }, typing ? `${typing.state}…` : ''),
    ),
    element('div', { class: 'bubbles' }, ...messages.map((message) => bubble(view, message))),
    composer(view, chat),
  );
}

function bubble(view: View, message: WireMessage): HTMLElement {
  if (message.type === 'gp2') return element('p', { class: 'note' }, groupNote(view, message));
  const { phone } = view.account;
  const reactions = (message.reactions ?? []).map(({ text }) => text).join(' ');
  const time = new Date(message.t * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element(
    'article',
    // Focusable, so that a tap shows what one may do with it.
    { class: `bubble ${message.type}${message.fromMe ? ' mine' : ''}`, tabIndex: 0 },
    message.author && !message.fromMe ? element('b', {}, nameOf(view, message.author)) : undefined,
    element('p', {}, textOf(message)),
    element('small', {}, reactions, ` ${time} `, message.fromMe ? ticks(message.ack) : ''),
    message.type === 'revoked' ? undefined : actions(phone, message),
  );
}

function actions(phone: string, { id, fromMe, attrs }: WireMessage): HTMLElement {
  const react = REACTIONS.map((emoji) =>
    button(emoji, () => act(() => control.react({ phone, id, emoji })), `React ${emoji}`),
  );
  const edit = (): void => {
    const text = prompt('New text', String(attrs.body ?? ''));
    if (text !== null) act(() => control.edit({ phone, id, text }));
  };
  const own = [
    button('Edit', edit),
    button('Delete', () => act(() => control.revoke({ phone, id })), 'Delete for everyone'),
  ];
  return element('div', { class: 'actions' }, ...react, ...(fromMe ? own : []));
}

function composer({ account, notice }: View, chat: string): HTMLElement {
  const { phone: from } = account;
  const to = isGroupJid(chat) ? { group: chat } : { to: phoneOf(chat) };
  const input = element('input', {
    placeholder: 'Message',
    ariaLabel: 'Message',
    id: 'message',
    autocomplete: 'off',
  });
  const send = (): void => {
    const text = input.value;
    if (text === '') return;
    input.value = '';
    act(() => control.incoming({ ...to, from, text }));
  };
  const picture = (): void =>
    act(() =>
      control.incoming({ ...to, from, media: { mimetype: 'image/png', data: PIXEL, caption: 'A pixel' } }),
    );
  const seen = (): void =>
    act(() => control.seen({ phone: from, chat: isGroupJid(chat) ? chat : phoneOf(chat) }));
  return element(
    'form',
    { class: 'row composer', onsubmit: submitting(send) },
    notice === '' ? undefined : element('p', { class: 'notice' }, notice),
    button('Picture', picture, 'Send a picture'),
    button('Read', seen, 'Mark as read'),
    input,
    button('Send', send),
  );
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const submitting =
  (action: () => void) =>
  (event: SubmitEvent): void => {
    event.preventDefault();
    action();
  };

function ticks(ack: number): HTMLElement {
  const signs: Record<number, string> = { [-1]: '!', 0: '…', 1: '✓', 2: '✓✓', 3: '✓✓', 4: '✓✓' };
  return element('span', { class: ack >= 3 ? 'ticks read' : 'ticks', title: `ack ${ack}` }, signs[ack] ?? '');
}

function textOf({ type, attrs }: WireMessage): string {
  if (type === 'revoked') return 'This message was deleted';
  const text = [attrs.caption, attrs.body, attrs.pollName, attrs.loc].find(
    (part) => typeof part === 'string' && part !== '',
  );
  const shown = attrs.directPath ? (attrs.caption ?? attrs.filename ?? '') : (text ?? '');
  return type === 'chat' ? String(shown) : `[${type}] ${String(shown)}`;
}

function groupNote(view: View, { author, attrs }: WireMessage): string {
  return [
    author === undefined ? '' : nameOf(view, author),
    String(attrs.subtype),
    String(attrs.body ?? ''),
  ].join(' ');
}
