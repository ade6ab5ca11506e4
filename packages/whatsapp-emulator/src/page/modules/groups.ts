import type { WireGroup } from '../../protocol/frames.ts';
import { createWid, known, phoneNumberOf, shown, type Wid } from '../ids.ts';
import { query } from '../link.ts';
import type { Modules } from '../registry.ts';
import type { Chat } from '../store/chat.ts';
import { Chats, GroupMetadatas } from '../store/collections.ts';
import type { Participant } from '../store/group-metadata.ts';

interface NewGroup {
  title: string;
  announce: boolean;
  restrict: boolean;
  memberAddMode: boolean;
  membershipApprovalMode: boolean;
}

/** Names of a group's settings in WhatsApp Web, and which value of theirs means "admins only". */
const PROPERTIES: Record<string, { name: string; on: number }> = {
  announcement: { name: 'announce', on: 1 },
  restrict: { name: 'restrict', on: 1 },
  member_add_mode: { name: 'adminsAddOnly', on: 0 },
  membership_approval_mode: { name: 'approval', on: 1 },
};

async function createGroup(group: NewGroup, members: { phoneNumber: Wid }[]): Promise<object> {
  const created = (await query('createGroup', {
    subject: group.title,
    participants: members.map(({ phoneNumber }) => known(phoneNumber)),
    announce: group.announce,
    restrict: group.restrict,
    adminsAddOnly: group.memberAddMode,
    approval: group.membershipApprovalMode,
  })) as unknown as WireGroup;
  GroupMetadatas.learn(created);
  Chats.gadd(shown(created.id));
  return {
    wid: createWid(created.id),
    subject: created.subject,
    participants: created.participants.map(({ id, isSuperAdmin }) => ({
      wid: phoneNumberOf(createWid(id)),
      type: isSuperAdmin ? 'superadmin' : 'participant',
    })),
  };
}

/** The answer of the real query, as deep as the library reads it. */
async function addParticipants({
  participantArgs,
  iqTo,
}: {
  participantArgs: { participantJid: string }[];
  iqTo: string;
}): Promise<object> {
  const [first] = participantArgs;
  const code = await query('addParticipant', { group: iqTo, id: known(first?.participantJid) });
  const refused = code === 200 ? undefined : { value: { error: String(code) } };
  const mixins = { value: { addParticipantsParticipantMixins: refused } };
  return {
    name: 'AddParticipantsResponseSuccess',
    value: {
      addParticipant: [
        { addParticipantsParticipantAddedOrNonRegisteredWaUserParticipantErrorLidResponseMixinGroup: mixins },
      ],
    },
  };
}

interface Decision {
  iqTo: string;
  approveArgs?: { participantArgs: { participantJid: string }[] };
  rejectArgs?: { participantArgs: { participantJid: string }[] };
}

async function decideRequests({ iqTo, approveArgs, rejectArgs }: Decision): Promise<object> {
  const approve = approveArgs !== undefined;
  const participant: object[] = [];
  for (const { participantJid } of (approveArgs ?? rejectArgs)?.participantArgs ?? []) {
    const done = await query('decideRequest', { group: iqTo, id: known(participantJid), approve });
    const error = done ? {} : { [mixinName(approve)]: { value: { error: '404' } } };
    participant.push({ jid: participantJid, ...error });
  }
  const answer = approve ? 'membershipRequestsActionApprove' : 'membershipRequestsActionReject';
  return { name: 'MembershipRequestsActionResponseSuccess', value: { [answer]: { participant } } };
}

const mixinName = (approve: boolean): string =>
  `membershipRequestsAction${approve ? 'Accept' : 'Reject'}ParticipantMixins`;

const ids = (members: Participant[]): string[] => members.map(({ id }) => known(id));

/** Groups: making them, who is in them, what they are called, who may do what, and how one gets in. */
export const groupModules: Modules = {
  WAWebGroupCreateJob: { createGroup },
  WAWebGroupQueryJob: {
    queryAndUpdateGroupMetadataById: ({ id }: { id: string }) => GroupMetadatas.update(id),
    queryGroupInvite: async (code: string) => {
      const group = (await query('inviteInfo', { code })) as unknown as WireGroup;
      const { subject, creation, owner, description: desc, participants } = group;
      return {
        id: createWid(group.id),
        subject,
        creation,
        owner: createWid(owner),
        desc,
        size: participants.length,
      };
    },
    resetGroupInviteCode: async (id: Wid) => ({ code: await query('resetInvite', { group: String(id) }) }),
  },
  WAWebMexFetchGroupInviteCodeJob: {
    fetchMexGroupInviteCode: async (id: string) => ({ code: await query('inviteCode', { group: id }) }),
  },
  WASmaxGroupsAddParticipantsRPC: { sendAddParticipantsRPC: addParticipants },
  WASmaxGroupsMembershipRequestsActionRPC: { sendMembershipRequestsActionRPC: decideRequests },
  WAWebApiMembershipApprovalRequestStore: {
    getMembershipApprovalRequests: async (id: Wid) =>
      (await GroupMetadatas.update(id)).membershipApprovalRequests.serialize(),
  },
  WAWebModifyParticipantsGroupAction: {
    removeParticipants: ({ id }: Chat, members: Participant[]) =>
      query('removeParticipants', { group: String(id), ids: ids(members) }),
    promoteParticipants: ({ id }: Chat, members: Participant[]) =>
      query('setAdmins', { group: String(id), ids: ids(members), value: true }),
    demoteParticipants: ({ id }: Chat, members: Participant[]) =>
      query('setAdmins', { group: String(id), ids: ids(members), value: false }),
  },
  WAWebGroupModifyInfoJob: {
    setGroupSubject: (id: Wid, subject: string) => query('setSubject', { group: String(id), subject }),
    setGroupDescription: (id: Wid, description: string) =>
      query('setDescription', { group: String(id), description }),
  },
  WAWebSetPropertyGroupAction: {
    setGroupProperty: ({ id }: Chat, name: string, value: number) => {
      const property = PROPERTIES[name];
      if (!property) throw new Error(`Unknown group property ${name}`);
      return query('setGroupProperty', {
        group: String(id),
        name: property.name,
        value: value === property.on,
      });
    },
  },
  WAWebExitGroupAction: { sendExitGroup: ({ id }: Chat) => query('leave', { group: String(id) }) },
  WAWebGroupInviteJob: {
    joinGroupViaInvite: async (code: string) => ({ gid: createWid(await query('join', { code })) }),
  },
};
