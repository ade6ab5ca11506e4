import type { WireGroup } from '../../protocol/frames.ts';
import { isMe, shown, type Wid } from '../ids.ts';
import { Collection, modelOf } from '../model.ts';
import { switches } from '../switches.ts';

interface ParticipantAttributes {
  id: Wid;
  isAdmin: boolean;
  isSuperAdmin: boolean;
}

export class Participant extends modelOf<ParticipantAttributes>() {}

class Participants extends Collection<Participant> {
  iAmAdmin(): boolean {
    return this.getModelsArray().some((member) => member.isAdmin && isMe(member.id));
  }

  iAmMember(): boolean {
    return this.getModelsArray().some((member) => isMe(member.id));
  }
}

interface MembershipRequestAttributes {
  id: Wid;
  addedBy: Wid;
  t: number;
}

export class MembershipRequest extends modelOf<MembershipRequestAttributes>() {}

export interface GroupAttributes {
  id: Wid;
  subject: string;
  desc: string;
  descId: string;
  owner: Wid;
  /** Unix seconds. */
  creation: number;
  announce: boolean;
  restrict: boolean;
  memberAddMode: 'admin_add' | 'all_member_add';
  membershipApprovalMode: boolean;
  isLidAddressingMode: boolean;
}

/** What a group is and who is in it. */
export class GroupMetadata extends modelOf<GroupAttributes>() {
  readonly participants: Participants = new Participants();
  readonly membershipApprovalRequests: Collection<MembershipRequest> = new Collection<MembershipRequest>();

  constructor(group: WireGroup) {
    super(attributesOf(group));
    this.#setMembers(group);
  }

  /** Takes over the server's newer state. */
  update(group: WireGroup): void {
    this.#setMembers(group);
    this.set(attributesOf(group));
  }

  override serialize(): Record<string, unknown> {
    return { ...super.serialize(), participants: this.participants.serialize() };
  }

  #setMembers({ participants, requests }: WireGroup): void {
    const ids = new Set(participants.map(({ id }) => shown(id)._serialized));
    for (const member of this.participants.getModelsArray()) {
      if (!ids.has(member.id._serialized)) this.participants.remove(member);
    }
    for (const { id, isAdmin, isSuperAdmin } of participants) {
      const member = new Participant({ id: shown(id), isAdmin, isSuperAdmin });
      this.participants.add(member).set({ isAdmin, isSuperAdmin });
    }
    for (const request of this.membershipApprovalRequests.getModelsArray()) {
      this.membershipApprovalRequests.remove(request);
    }
    for (const { id, at } of requests) {
      this.membershipApprovalRequests.add(
        new MembershipRequest({ id: shown(id), addedBy: shown(id), t: at }),
      );
    }
  }
}

function attributesOf(group: WireGroup): GroupAttributes {
  return {
    id: shown(group.id),
    subject: group.subject,
    desc: group.description,
    descId: group.descriptionId,
    owner: shown(group.owner),
    creation: group.creation,
    announce: group.announce,
    restrict: group.restrict,
    memberAddMode: group.adminsAddOnly ? 'admin_add' : 'all_member_add',
    membershipApprovalMode: group.approval,
    isLidAddressingMode: switches.lidMode,
  };
}
