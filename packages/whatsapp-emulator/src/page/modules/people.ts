import { createWid, isMe, lidOf, phoneNumberOf, type Wid } from '../ids.ts';
import { query } from '../link.ts';
import { me } from '../me.ts';
import {
  about,
  countryCode,
  currentLid,
  deleteContact,
  findCommonGroups,
  formattedPhoneNumber,
  queryWidExists,
  saveContact,
  setBlocked,
} from '../people.ts';
import { changePicture, pictureOf } from '../pictures.ts';
import type { Modules } from '../registry.ts';
import { Contacts } from '../store/collections.ts';
import { Conn } from '../store/connection-models.ts';
import type { Contact } from '../store/contact.ts';

/** People: who has WhatsApp, what one knows of them, blocking, pictures, and oneself. */
export const peopleModules: Modules = {
  WAWebQueryExistsJob: { queryWidExists },
  WAWebApiContact: {
    getCurrentLid: currentLid,
    getPhoneNumber: phoneNumberOf,
    getAlternateUserWid: (wid: Wid) => (wid.isLid() ? phoneNumberOf(wid) : lidOf(wid)),
  },
  WAWebContactCollection: { getMeContact: () => Contacts.get(createWid(me.id)) },
  WAWebContactGetters: {
    getIsMe: (contact: Contact) => isMe(contact.id),
    getIsUser: (contact: Contact) => contact.id.isUser(),
    getIsGroup: (contact: Contact) => contact.id.isGroup(),
    getIsWAContact: (contact: Contact) => contact.id.isUser(),
    getUserid: (contact: Contact) => contact.phoneNumber.user,
    getVerifiedName: () => undefined,
    getVerifiedLevel: () => undefined,
    getStatusMute: () => false,
    getName: (contact: Contact) => contact.name,
    getShortName: (contact: Contact) => contact.name?.split(' ')[0],
    getPushname: (contact: Contact) => contact.pushname,
    getIsEnterprise: () => false,
  },
  WAWebFrontendContactGetters: { getIsMyContact: (contact: Contact) => contact.type === 'in' },
  WAWebBlockContactUtils: { getContactToBlockOnlyUseIfNoAssociatedChat: (contact: Contact) => contact },
  WAWebBlockContactAction: {
    blockContact: ({ contact }: { contact: Contact }) => setBlocked(contact, true),
    unblockContact: (contact: Contact) => setBlocked(contact, false),
  },
  WAWebSaveContactAction: { saveContactAction: saveContact },
  WAWebDeleteContactAction: { deleteContactAction: deleteContact },
  WAWebFindCommonGroupsContactAction: { findCommonGroups },
  WAWebContactStatusBridge: {
    getStatus: ({ wid }: { wid: Wid }) => about(wid),
    setMyStatus: (text: string) => query('setAbout', { text }),
  },
  WAWebSetPushnameConnAction: {
    setPushname: async (name: string) => {
      await query('setName', { name });
      Conn.set({ pushname: name });
    },
  },
  WAWebContactProfilePicThumbBridge: {
    requestProfilePicFromServer: async ({ id }: { id: Wid }) => {
      const { img } = await pictureOf(id);
      return img === undefined ? undefined : { eurl: img, tag: '1' };
    },
    sendSetPicture: (id: Wid, _thumbnail: string, picture: string) => changePicture(id, picture),
    requestDeletePicture: (id: Wid) => changePicture(id, null),
  },
  WAWebPhoneUtils: { formattedPhoneNumber },
  WAPhoneFindCC: { findCC: countryCode },
};
