import { isMe, shown } from './ids.ts';
import { me } from './me.ts';
import { MsgKey } from './msg-key.ts';
import { addAndSendMsgToChat } from './outgoing.ts';
import type { Chat } from './store/chat.ts';
import type { Msg, MsgAttributes } from './store/msg.ts';

/** Sends copies of the messages to another chat. */
export async function forwardMessages({ chat, msgs }: { chat: Chat; msgs: Msg[] }): Promise<void> {
  for (const msg of msgs) {
    const [, sent] = addAndSendMsgToChat(chat, await forwarded(chat, msg));
    await sent;
  }
}

async function forwarded(chat: Chat, msg: Msg): Promise<MsgAttributes> {
  const attributes = msg.serialize() as unknown as MsgAttributes & { forwardingScore?: number };
  const { author: _author, quotedMsg: _quote, hasReaction: _reaction, star: _star, ...content } = attributes;
  const from = shown(me.id);
  const participant = chat.id.isGroup() ? from : undefined;
  const selfDir = isMe(chat.id) ? 'out' : undefined;
  return {
    ...content,
    id: new MsgKey({ from, to: chat.id, id: await MsgKey.newId(), participant, selfDir }),
    from,
    to: chat.id,
    ...(participant ? { author: participant } : {}),
    ack: 0,
    t: Math.floor(Date.now() / 1000),
    isNewMsg: true,
    ...{ isForwarded: true, forwardingScore: (attributes.forwardingScore ?? 0) + 1 },
  };
}
