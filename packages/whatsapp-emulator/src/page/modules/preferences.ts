import type { Wid } from '../ids.ts';
import type { MsgKey } from '../msg-key.ts';
import type { Modules } from '../registry.ts';
import type { Msg } from '../store/msg.ts';

interface Pin {
  chatId: string;
  parentMsgKey: MsgKey;
  /** 1 pinned, 2 no longer. */
  pinType: number;
  /** Seconds. */
  duration: number;
}

/** Pins by the text form of the message's key. They stay in the page: nobody else learns of them. */
const pins = new Map<string, Pin>();
const settings = new Map<string, boolean>();

async function sendPinInChatMsg(
  { id }: Msg,
  pinType: number,
  duration: number,
): Promise<{ messageSendResult: string }> {
  pins.set(String(id), { chatId: String(id.remote), parentMsgKey: id, pinType, duration });
  return { messageSendResult: 'OK' };
}

/** `get…` and `set…` of settings that are on until they are switched off. */
function switchesFor(...names: string[]): Record<string, (value: boolean) => boolean | undefined> {
  const pairs = names.flatMap((name) => [
    [`get${name}`, () => settings.get(name) ?? true] as const,
    [`set${name}`, (value: boolean) => void settings.set(name, value)] as const,
  ]);
  return Object.fromEntries(pairs);
}

/** What concerns this page alone: its settings, pinned messages, and how many devices somebody has. */
export const preferenceModules: Modules = {
  WAWebUserPrefsGeneral: switchesFor(
    'AutoDownloadAudio',
    'AutoDownloadDocuments',
    'AutoDownloadPhotos',
    'AutoDownloadVideos',
  ),
  WAWebUserPrefsNotifications: switchesFor('GlobalOfflineNotifications'),
  WAWebApiDeviceList: {
    getDeviceIds: async (ids: Wid[]) => ids.map((id) => ({ id, devices: [{ id: 0 }] })),
  },
  WAWebPinMsgConstants: { getPinExpiryDuration: () => 7 * 24 * 3600 },
  WAWebSendPinMessageAction: { sendPinInChatMsg },
  WAWebPinInChatSchema: {
    getTable: () => ({
      equals: async (_names: string[], chat: string) =>
        [...pins.values()].filter(({ chatId }) => chatId === chat),
    }),
  },
};
