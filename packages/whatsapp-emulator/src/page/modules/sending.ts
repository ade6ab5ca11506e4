import { forwardMessages } from '../forward.ts';
import { known, shown } from '../ids.ts';
import { loadEarlierMsgs } from '../incoming.ts';
import { query } from '../link.ts';
import { findLink, findLinks } from '../links.ts';
import { addAndSendMsgToChat, sendEdit, sendReaction, sendVote } from '../outgoing.ts';
import type { Modules } from '../registry.ts';
import type { Chat } from '../store/chat.ts';
import { Chats } from '../store/collections.ts';
import type { Msg } from '../store/msg.ts';
import { contactVcard, nameInVcard, parseVcard } from '../vcards.ts';

const EDITABLE_MS = 15 * 60_000;

const isText = (msg: Msg): boolean => msg.type === 'chat';
const isFresh = (msg: Msg): boolean => Date.now() - msg.t * 1000 < EDITABLE_MS;

/** Sending, and what one may do to a message afterwards. */
export const sendingModules: Modules = {
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebSendMessageEditAction: { sendMessageEdit: sendEdit },
  WAWebSendReactionMsgAction: { sendReactionToMsg: sendReaction },
  WAWebPollsSendVoteMsgAction: { sendVote },
  WAWebChatForwardMessage: { forwardMessages },
  WAWebMsgActionCapability: {
    canEditText: (msg: Msg) => msg.id.fromMe && isText(msg) && isFresh(msg),
    canEditCaption: (msg: Msg) => msg.id.fromMe && msg.caption !== undefined && isFresh(msg),
    canSenderRevokeMsg: (msg: Msg) => msg.id.fromMe && msg.type !== 'revoked',
    canAdminRevokeMsg: (msg: Msg) => Chats.get(msg.id.remote)?.iAmAdmin() ?? false,
    canStarMsg: (msg: Msg) => !msg.isNotification,
  },
  WAWebMsgReply: { canReplyMsg: (msg: Msg) => !msg.isNotification && msg.type !== 'revoked' },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebLinkPreviewChatAction: {
    getLinkPreview: (link: { href: string }) => query('linkPreview', { link: link.href }),
  },
  WALinkify: { findLink, findLinks },
  WAWebFrontendVcardUtils: { vcardFromContactModel: contactVcard },
  WAWebVcardParsingUtils: { parseVcard },
  WAWebVcardGetNameFromParsed: { vcardGetNameFromParsed: nameInVcard },
  WAWebChatGetters: {
    getIsNewsletter: (chat: Chat) => chat.id.isNewsletter(),
    getIsBroadcast: (chat: Chat) => chat.id.isBroadcast(),
    getIsGroup: (chat: Chat) => chat.id.isGroup(),
    getIsUser: (chat: Chat) => chat.id.isUser(),
  },
  WAWebFindChatAction: {
    findOrCreateLatestChat: async (id: unknown) => ({ chat: await Chats.find(id), created: false }),
  },
  WAWebChatLoadMessages: { loadEarlierMsgs },
  WAWebUpdateUnreadChatAction: {
    // Read receipts go out when they can; nobody waits for them.
    sendSeen: async ({ chat }: { chat: Chat }) => {
      chat.set({ unreadCount: 0 });
      query('seen', { chat: known(chat.id) }).catch(reportError);
    },
  },
  WAWebChatStateBridge: {
    sendChatStateComposing: (id: unknown) => presence(id, 'composing'),
    sendChatStateRecording: (id: unknown) => presence(id, 'recording'),
    sendChatStatePaused: (id: unknown) => presence(id, 'paused'),
  },
  WAWebPresenceChatAction: {
    sendPresenceAvailable: async () => {},
    sendPresenceUnavailable: async () => {},
  },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: {
    handlePlaceholderMsgsSeen: (msgs: Msg[]) => query('resend', { ids: msgs.map((msg) => msg.id.id) }),
  },
  WAWebSendNonMessageDataRequest: { sendPeerDataOperationRequest: async () => {} },
  WAWebApiMessageInfoStore: { queryMsgInfo },
  // The library wraps these two; the emulator has no protocol buffers for them to look at.
  WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
  WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
};

function presence(id: unknown, state: string): Promise<unknown> {
  return query('presence', { chat: known(shown(id)), state });
}

/** Who has got and read a message. */
async function queryMsgInfo({ id }: { id: string }): Promise<object> {
  const { ack, t, chat } = (await query('messageInfo', { id })) as { ack: number; t: number; chat: string };
  const row = [{ id: shown(chat), t }];
  return {
    delivery: ack >= 2 ? row : [],
    deliveryRemaining: ack >= 2 ? 0 : 1,
    read: ack >= 3 ? row : [],
    readRemaining: ack >= 3 ? 0 : 1,
    played: ack >= 4 ? row : [],
    playedRemaining: ack >= 4 ? 0 : 1,
  };
}
