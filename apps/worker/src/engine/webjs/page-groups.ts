import type { Group, GroupCreated, GroupSummary, ParticipantResult } from '../actions.ts';
import type { RawList } from './page-actions.ts';
import type { PageWindow } from './page-connection.ts';
import type { ChatModel, GroupMetadata, Participant, Wid } from './page-modules.ts';

/** Groups, as `window.wagwGroups`. */
export interface PageGroups {
  groups(): Promise<RawList<GroupSummary>>;
  group(id: string): Promise<Group>;
  create(subject: string, participants: readonly string[]): Promise<GroupCreated>;
  setSubject(id: string, subject: string): Promise<void>;
  setDescription(id: string, description: string): Promise<void>;
  add(id: string, participant: string): Promise<ParticipantResult>;
  change(
    id: string,
    change: 'remove' | 'promote' | 'demote',
    participants: readonly string[],
  ): Promise<ParticipantResult[]>;
  inviteCode(id: string): Promise<string>;
  leave(id: string): Promise<void>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwGroups` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 *
 * Nobody is invited by message who cannot be added: such a message would leave without anybody's knowledge.
 */
export function installPageGroups(): void {
  const reasons: Record<number, string> = {
    403: 'can be added by invitation only',
    404: 'has no WhatsApp',
    408: 'has left the group a short time ago',
    409: 'is in the group already',
    417: 'cannot be added to the community',
    419: 'the group is full',
  };

  const help = () => {
    if (window.wagwHelp === undefined) throw new Error('the page is being loaded');
    return window.wagwHelp;
  };
  const isAbsent = { isDone: false, detail: 'is not in the group' } as const;

  function widOf(id: string): Wid {
    const wid = window.wagwStore?.wid(id);
    if (wid === undefined) throw help().refuse('not_found', `${id} is no id`);
    return wid;
  }

  function chatOf(id: string): ChatModel & { readonly groupMetadata: GroupMetadata } {
    const chat = help().knownChat(id);
    if (chat.groupMetadata === undefined) throw help().refuse('not_found', `there is no group ${id}`);
    return chat as ChatModel & { readonly groupMetadata: GroupMetadata };
  }

  const phoneOf = (id: Wid | string): string => {
    const text = String(id);
    if (!text.endsWith('@lid')) return text;
    return window.wagwStore?.otherAddresses(text).find((address) => address.endsWith('@c.us')) ?? text;
  };

  function result(id: string, code: number | string | undefined): ParticipantResult {
    const number = Number(code ?? 200);
    if (number === 200) return { id, isDone: true };
    return { id, isDone: false, detail: reasons[number] ?? `WhatsApp says ${number}` };
  }

  async function group(id: string): Promise<Group> {
    const { groupMetadata } = chatOf(id);
    await window.require('WAWebGroupQueryJob').queryAndUpdateGroupMetadataById({ id });
    const participants = groupMetadata.participants.getModelsArray();
    return {
      id,
      subject: groupMetadata.subject ?? '',
      description: groupMetadata.desc ?? '',
      participantCount: participants.length,
      ...(groupMetadata.owner ? { owner: phoneOf(groupMetadata.owner) } : {}),
      ...(groupMetadata.creation ? { createdAt: groupMetadata.creation } : {}),
      participants: participants.map((member) => ({
        id: phoneOf(member.id),
        isAdmin: member.isAdmin === true,
        isSuperAdmin: member.isSuperAdmin === true,
      })),
    };
  }

  const hasWhatsApp = async (wid: Wid) =>
    Boolean((await window.require('WAWebQueryExistsJob').queryWidExists(wid))?.wid);

  async function create(subject: string, participants: readonly string[]): Promise<GroupCreated> {
    const members: { phoneNumber: Wid }[] = [];
    const results: ParticipantResult[] = [];
    for (const id of participants) {
      const wid = widOf(phoneOf(id));
      if (await hasWhatsApp(wid)) members.push({ phoneNumber: wid });
      else results.push(result(id, 404));
    }
    const created = await window.require('WAWebGroupCreateJob').createGroup(
      {
        addressingModeOverride: 'lid',
        memberAddMode: false,
        membershipApprovalMode: false,
        announce: false,
        restrict: false,
        ephemeralDuration: 0,
        parentGroupId: undefined,
        title: subject,
      },
      members,
    );
    const wanted = new Set(members.map(({ phoneNumber }) => String(phoneNumber)));
    for (const { wid, error } of created.participants) {
      if (wanted.has(phoneOf(wid))) results.push(result(phoneOf(wid), error));
    }
    return { id: String(created.wid), subject: created.subject ?? subject, participants: results };
  }

  async function setDescription(id: string, description: string): Promise<void> {
    const { descId } = chatOf(id).groupMetadata;
    const newId = await window.require('WAWebMsgKey').newId();
    await window
      .require('WAWebGroupModifyInfoJob')
      .setGroupDescription(widOf(id), description, newId, descId);
  }

  async function add(id: string, participant: string): Promise<ParticipantResult> {
    const chat = chatOf(id);
    await window.require('WAWebGroupQueryJob').queryAndUpdateGroupMetadataById({ id });
    requireAdmin(chat.groupMetadata);
    if ((await member(chat.groupMetadata, participant)) !== undefined) return result(participant, 409);
    const wid = widOf(phoneOf(participant));
    if (!(await hasWhatsApp(wid))) return result(participant, 404);
    const added = await window.WWebJS?.getAddParticipantsRpcResult(chat.id, wid);
    return result(participant, added?.code ?? 400);
  }

  function requireAdmin({ participants }: GroupMetadata): void {
    if (participants.iAmAdmin?.() === false)
      throw help().refuse('refused', 'only an admin of the group may do this');
  }

  async function member({ participants }: GroupMetadata, id: string): Promise<Participant | undefined> {
    const { lid, phone } = (await window.WWebJS?.enforceLidAndPnRetrieval(id)) ?? {};
    for (const address of [lid, phone, id]) {
      const found = address === undefined ? undefined : participants.get(String(address));
      if (found) return found;
    }
    return undefined;
  }

  async function change(
    id: string,
    what: 'remove' | 'promote' | 'demote',
    participants: readonly string[],
  ): Promise<ParticipantResult[]> {
    const chat = chatOf(id);
    requireAdmin(chat.groupMetadata);
    const found: Participant[] = [];
    const results: ParticipantResult[] = [];
    for (const participant of participants) {
      const model = await member(chat.groupMetadata, participant);
      if (model) found.push(model);
      results.push(model ? { id: participant, isDone: true } : { id: participant, ...isAbsent });
    }
    const action = window.require('WAWebModifyParticipantsGroupAction');
    if (found.length > 0) await action[`${what}Participants`](chat, found);
    return results;
  }

  window.wagwGroups = {
    groups: async () =>
      await help().each(window.require('WAWebCollections').Chat.getModelsArray(), (chat) => {
        const { groupMetadata } = chat;
        if (groupMetadata === undefined) return undefined;
        const participantCount = groupMetadata.participants.getModelsArray().length;
        return { id: String(chat.id), subject: groupMetadata.subject ?? '', participantCount };
      }),
    group,
    create,
    setSubject: async (id, subject) => {
      await window.require('WAWebGroupModifyInfoJob').setGroupSubject(widOf(id), subject);
    },
    setDescription,
    add,
    change,
    inviteCode: async (id) => {
      const answer = await window.require('WAWebMexFetchGroupInviteCodeJob').fetchMexGroupInviteCode(id);
      const code = typeof answer === 'string' ? answer : answer?.code;
      if (!code) throw help().refuse('refused', 'WhatsApp gives no invitation link for this group');
      return code;
    },
    leave: async (id) => {
      await window.require('WAWebExitGroupAction').sendExitGroup(chatOf(id));
    },
  };
}
