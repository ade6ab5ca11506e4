import type { ContactSummary, EngineActions } from '../actions.ts';
import type { RawList } from './page-actions.ts';
import type { PageWindow } from './page-connection.ts';
import type { ContactModel, Wid } from './page-modules.ts';

/** What is known of people, and what can be done to them, as `window.wagwPeople`. */
export interface PagePeople
  extends Pick<EngineActions, 'contact' | 'pictureUrl' | 'setBlocked' | 'findNumber' | 'lidAndPhone'> {
  contacts(): Promise<RawList<ContactSummary>>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwPeople` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPagePeople(): void {
  const collections = () => window.require('WAWebCollections');
  const help = () => {
    if (window.wagwHelp === undefined) throw new Error('the page is being loaded');
    return window.wagwHelp;
  };

  function widOf(id: string): Wid {
    const wid = window.wagwStore?.wid(id);
    if (wid === undefined) throw help().refuse('not_found', `${id} is no id`);
    return wid;
  }

  const isPerson = (id: string) => id.endsWith('@c.us') || id.endsWith('@lid');
  const digits = (id: string) => id.replace(/[:@].*$/, '');

  function summary(contact: ContactModel): ContactSummary | undefined {
    const id = String(contact.id);
    const getters = window.require('WAWebContactGetters');
    if (!isPerson(id) || getters.getIsMe(contact)) return undefined;
    const others = window.wagwStore?.otherAddresses(id) ?? [];
    const addresses = [id, ...(contact.phoneNumber ? [String(contact.phoneNumber)] : []), ...others];
    const byPhone = addresses.find((address) => address.endsWith('@c.us'));
    const lid = addresses.find((address) => address.endsWith('@lid'));
    const name = getters.getName(contact);
    const pushname = getters.getPushname(contact);
    return {
      id: byPhone ?? id,
      ...(byPhone === undefined ? {} : { phone: digits(byPhone) }),
      ...(lid === undefined ? {} : { lid }),
      ...(name ? { name } : {}),
      ...(pushname ? { pushname } : {}),
      isMyContact: window.require('WAWebFrontendContactGetters').getIsMyContact(contact),
      isBusiness: contact.isBusiness === true,
      isBlocked: contact.isContactBlocked === true || addresses.some(isBlocked),
    };
  }

  function isBlocked(address: string): boolean {
    return Boolean(collections().Blocklist.get(widOf(address)));
  }

  async function contact(id: string): Promise<ContactSummary | undefined> {
    const wid = widOf(id);
    const known = window.wagwStore?.otherAddresses(id).concat(id) ?? [id];
    const loaded = collections()
      .Contact.getModelsArray()
      .some((model) => known.includes(String(model.id)));
    if (!loaded && (await window.require('WAWebQueryExistsJob').queryWidExists(wid)) === null)
      return undefined;
    const model = await collections().Contact.find(wid);
    return model && summary(model);
  }

  async function pictureUrl(id: string): Promise<string | undefined> {
    const bridge = window.require('WAWebContactProfilePicThumbBridge');
    try {
      return (await bridge.requestProfilePicFromServer({ id: widOf(id) }))?.eurl;
    } catch (error) {
      // There is none, or it is not for us to see.
      if (error instanceof Error && error.name === 'ServerStatusCodeError') return undefined;
      throw error;
    }
  }

  async function setBlocked(id: string, block: boolean): Promise<void> {
    const model = await collections().Contact.find(widOf(id));
    if (!model) throw help().refuse('not_found', `there is no contact ${id}`);
    const resolved = window
      .require('WAWebBlockContactUtils')
      .getContactToBlockOnlyUseIfNoAssociatedChat(model, 'ChatListBlock');
    const action = window.require('WAWebBlockContactAction');
    if (block) await action.blockContact({ contact: resolved });
    else await action.unblockContact(resolved);
  }

  async function findNumber(phone: string): Promise<string | undefined> {
    try {
      const found = await window.require('WAWebQueryExistsJob').queryWidExists(widOf(`${phone}@c.us`));
      return found?.wid ? String(found.wid) : undefined;
    } catch (error) {
      if (/No LID for user/i.test(String(error))) return undefined;
      throw error;
    }
  }

  async function lidAndPhone(id: string): Promise<{ lid?: string; phone?: string }> {
    widOf(id);
    const { lid, phone } = (await window.WWebJS?.enforceLidAndPnRetrieval(id)) ?? {};
    return { ...(lid ? { lid: String(lid) } : {}), ...(phone ? { phone: String(phone) } : {}) };
  }

  window.wagwPeople = {
    contacts: async () => await help().each(collections().Contact.getModelsArray(), summary),
    contact,
    pictureUrl,
    setBlocked,
    findNumber,
    lidAndPhone,
  };
}
