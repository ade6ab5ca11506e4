import type { WireReaction, WireVote } from '../protocol/frames.ts';
import { isMe, shown, type Wid } from './ids.ts';
import { MsgKey } from './msg-key.ts';
import type { Msg } from './store/msg.ts';

export interface ReactionRow {
  id: MsgKey;
  reactionParentKey: MsgKey;
  reactionText: string;
  /** Unix milliseconds. */
  reactionTimestamp: number;
  author: Wid;
  ack: number;
  read: boolean;
  orphan: number;
}

export interface VoteRow {
  id: MsgKey;
  pollUpdateParentKey: MsgKey;
  /** The text form of the same key, by which votes are looked up. */
  parentMsgKey: string;
  author: Wid;
  sender: Wid;
  selectedOptionLocalIds: number[];
  senderTimestampMs: number;
  /** Unix milliseconds. */
  t: number;
  ack: number;
}

/** Reactions and votes by the text form of their message's key and their sender. */
const reactions = new Map<string, Map<string, ReactionRow>>();
const votes = new Map<string, Map<string, VoteRow>>();

/** The tables of the real page. The library wraps `bulkUpsert` to learn of changes, so every change goes through it. */
export const reactionTableMode = {
  async bulkUpsert(rows: ReactionRow[]): Promise<void> {
    for (const row of rows) put(reactions, String(row.reactionParentKey), row.author, row);
  },
};

export const pollVoteTableMode = {
  async bulkUpsert(rows: VoteRow[]): Promise<void> {
    for (const row of rows) put(votes, row.parentMsgKey, row.author, row);
  },
};

export async function upsertReaction(msg: Msg, { id, sender, text, at }: WireReaction): Promise<void> {
  await reactionTableMode.bulkUpsert([
    {
      id: actionKey(msg, id, sender),
      reactionParentKey: msg.id,
      reactionText: text,
      reactionTimestamp: at,
      author: shown(sender),
      ack: 1,
      read: false,
      orphan: 0,
    },
  ]);
  msg.set({ hasReaction: reactionsOf(msg.id).length > 0 });
}

export async function upsertVote(msg: Msg, { id, sender, options, at }: WireVote): Promise<void> {
  await pollVoteTableMode.bulkUpsert([
    {
      id: actionKey(msg, id, sender),
      pollUpdateParentKey: msg.id,
      parentMsgKey: String(msg.id),
      author: shown(sender),
      sender: shown(sender),
      selectedOptionLocalIds: options,
      senderTimestampMs: at,
      t: at,
      ack: 1,
    },
  ]);
}

/** Reactions that stand (one that was taken back is an empty text). */
export function reactionsOf(key: unknown): ReactionRow[] {
  return [...(reactions.get(String(key))?.values() ?? [])].filter(({ reactionText }) => reactionText !== '');
}

export function votesOf(key: unknown): VoteRow[] {
  return [...(votes.get(String(key))?.values() ?? [])];
}

/** Takes over what the server has on record, without telling the library of it as news. */
export function learnAddons(msg: Msg, wire: { reactions?: WireReaction[]; votes?: WireVote[] }): void {
  for (const { id, sender, text, at } of wire.reactions ?? []) {
    const row = {
      reactionText: text,
      reactionTimestamp: at,
      author: shown(sender),
      ack: 1,
      read: true,
      orphan: 0,
    };
    const key = { id: actionKey(msg, id, sender), reactionParentKey: msg.id };
    put(reactions, String(msg.id), row.author, { ...key, ...row });
  }
  for (const { id, sender, options, at } of wire.votes ?? []) {
    const who = { author: shown(sender), sender: shown(sender) };
    const key = { id: actionKey(msg, id, sender), pollUpdateParentKey: msg.id, parentMsgKey: String(msg.id) };
    const row = { selectedOptionLocalIds: options, senderTimestampMs: at, t: at, ack: 1 };
    put(votes, key.parentMsgKey, who.author, { ...key, ...who, ...row });
  }
}

function actionKey(msg: Msg, id: string, sender: string): MsgKey {
  const { remote } = msg.id;
  return new MsgKey({
    fromMe: isMe(sender),
    remote,
    id,
    participant: remote.isGroup() ? shown(sender) : undefined,
  });
}

function put<Row>(table: Map<string, Map<string, Row>>, parent: string, sender: Wid, row: Row): void {
  let rows = table.get(parent);
  if (!rows) {
    rows = new Map();
    table.set(parent, rows);
  }
  rows.set(String(sender), row);
}
