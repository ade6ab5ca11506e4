import type { WireReaction, WireVote } from '../protocol/frames.ts';
import { isMe, shown, type Wid } from './ids.ts';
import { MsgKey } from './msg-key.ts';
import type { Msg } from './store/msg.ts';

interface ReactionRow {
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

interface VoteRow {
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
    for (const row of rows) putReaction(row);
  },
};

export const pollVoteTableMode = {
  async bulkUpsert(rows: VoteRow[]): Promise<void> {
    for (const row of rows) putVote(row);
  },
};

export async function upsertReaction(msg: Msg, reaction: WireReaction): Promise<void> {
  await reactionTableMode.bulkUpsert([reactionRow(msg, reaction, false)]);
  msg.set({ hasReaction: reactionsOf(msg.id).length > 0 });
}

export async function upsertVote(msg: Msg, vote: WireVote): Promise<void> {
  await pollVoteTableMode.bulkUpsert([voteRow(msg, vote)]);
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
  for (const reaction of wire.reactions ?? []) putReaction(reactionRow(msg, reaction, true));
  for (const vote of wire.votes ?? []) putVote(voteRow(msg, vote));
}

function reactionRow(msg: Msg, { id, sender, text, at }: WireReaction, read: boolean): ReactionRow {
  return {
    id: actionKey(msg, id, sender),
    reactionParentKey: msg.id,
    reactionText: text,
    reactionTimestamp: at,
    author: shown(sender),
    ack: 1,
    read,
    orphan: 0,
  };
}

function voteRow(msg: Msg, { id, sender, options, at }: WireVote): VoteRow {
  return {
    id: actionKey(msg, id, sender),
    pollUpdateParentKey: msg.id,
    parentMsgKey: String(msg.id),
    author: shown(sender),
    sender: shown(sender),
    selectedOptionLocalIds: options,
    senderTimestampMs: at,
    t: at,
    ack: 1,
  };
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

function putReaction(row: ReactionRow): void {
  put(reactions, String(row.reactionParentKey), row.author, row);
}

function putVote(row: VoteRow): void {
  put(votes, row.parentMsgKey, row.author, row);
}

function put<Row>(table: Map<string, Map<string, Row>>, parent: string, sender: Wid, row: Row): void {
  let rows = table.get(parent);
  if (!rows) {
    rows = new Map();
    table.set(parent, rows);
  }
  rows.set(String(sender), row);
}
