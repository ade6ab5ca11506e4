import { pollVoteTableMode, reactionsOf, reactionTableMode, votesOf } from '../addons.ts';
import { createWid, lidOf, phoneNumberOf, Wid } from '../ids.ts';
import { me } from '../me.ts';
import { Collection } from '../model.ts';
import { MsgKey } from '../msg-key.ts';
import { knownPicture, pictureOf } from '../pictures.ts';
import type { Modules } from '../registry.ts';
import { Blocklist, Chats, Contacts, GroupMetadatas, Labels, Msgs, Statuses } from '../store/collections.ts';
import { Presences } from '../store/presence.ts';

interface Sender {
  msgKey: MsgKey;
  parentMsgKey: MsgKey;
  senderUserJid: string;
  reactionText: string;
  /** Unix milliseconds. */
  timestamp: number;
  ack: number;
  read: boolean;
  orphan: number;
}

/** Reactions to a message, by emoji, as the page lists them. */
async function findReactions(key: unknown): Promise<{ reactions: { length: number; serialize(): unknown } }> {
  const byText = new Map<string, Sender[]>();
  for (const row of reactionsOf(key)) {
    const sender: Sender = {
      msgKey: row.id,
      parentMsgKey: row.reactionParentKey,
      senderUserJid: row.author._serialized,
      reactionText: row.reactionText,
      timestamp: row.reactionTimestamp,
      ack: row.ack,
      read: row.read,
      orphan: row.orphan,
    };
    byText.set(row.reactionText, [...(byText.get(row.reactionText) ?? []), sender]);
  }
  const list = [...byText].map(([text, senders]) => ({
    id: text,
    aggregateEmoji: text,
    hasReactionByMe: senders.some(({ msgKey }) => msgKey.fromMe),
    senders,
  }));
  return { reactions: { length: list.length, serialize: () => list } };
}

/** The collections, ids, and tables. */
export const storeModules: Modules = {
  WAWebCollections: {
    Msg: Msgs,
    Chat: Chats,
    Contact: Contacts,
    GroupMetadata: GroupMetadatas,
    Blocklist,
    Label: Labels,
    Status: Statuses,
    ProfilePicThumb: { get: knownPicture, find: pictureOf },
    Reactions: { find: findReactions },
    BusinessProfile: { find: async () => ({ profileOptions: undefined, serialize: () => ({}) }) },
    WAWebNewsletterCollection: new Collection(),
  },
  WAWebPresenceCollection: { PresenceCollection: Presences },
  WAWebWidFactory: {
    createWid,
    createWidFromWidLike: createWid,
    asUserWidOrThrow: (id: unknown) => {
      const wid = createWid(id);
      if (!wid.isUser()) throw new Error(`${wid} is not a user`);
      return wid;
    },
  },
  WAWebWid: Wid,
  WAWebMsgKey: MsgKey,
  WAWebWidToJid: { widToUserJid: (wid: Wid) => wid.toJid(), widToGroupJid: (wid: Wid) => wid.toJid() },
  WAWebJidToWid: { userJidToUserWid: createWid },
  WAJids: { toJid: (id: unknown) => createWid(id).toJid() },
  WAWebUserPrefsMeUser: {
    getMaybeMePnUser: () => (me.id === '' ? undefined : createWid(me.id)),
    getMaybeMeLidUser: () => (me.lid === '' ? undefined : createWid(me.lid)),
    getMeUser: () => createWid(me.id),
  },
  WAWebLidMigrationUtils: { toPn: phoneNumberOf, toLid: lidOf },
  WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
  WAWebAddonReactionTableMode: { reactionTableMode },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode },
  WAWebPollsVotesSchema: {
    getTable: () => ({
      equals: async (_names: string[], key: string) =>
        votesOf(key).map(({ id, pollUpdateParentKey, ...vote }) => ({
          ...vote,
          id: String(id),
          parentMsgKey: String(pollUpdateParentKey),
        })),
    }),
  },
};
