import { phoneNumberOf, type Wid } from '../ids.ts';
import { modelOf } from '../model.ts';

export interface ContactAttributes {
  id: Wid;
  /** In the address book. */
  name?: string;
  /** Chosen by the person. */
  pushname?: string;
  about?: string;
  isBusiness: boolean;
  isContactBlocked: boolean;
  type: 'in' | 'out';
}

/** A person (or group) one can write to. */
export class Contact extends modelOf<ContactAttributes>() {
  /** Filled in when somebody asks for it. */
  commonGroups: { serialize(): unknown[] } | undefined;

  get phoneNumber(): Wid {
    return phoneNumberOf(this.id);
  }

  get formattedName(): string {
    return this.name ?? this.pushname ?? `+${this.phoneNumber.user}`;
  }

  get isEnterprise(): boolean {
    return false;
  }

  get isGroup(): boolean {
    return this.id.isGroup();
  }
}
