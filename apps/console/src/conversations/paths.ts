/** The place of a conversation within its area. Ids of sessions and chats stand in paths as they are: letters, digits and `@ . _ -`. */
export const conversationPath = (session: string, chat?: string): string =>
  chat === undefined ? `/${session}` : `/${session}/${chat}`;
