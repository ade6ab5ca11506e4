import type { Wid } from '../ids.ts';
import { modelOf } from '../model.ts';
import type { MsgKey } from '../msg-key.ts';

/** The attributes that the page itself uses; a message has many more, by its kind. */
export interface MsgAttributes {
  id: MsgKey;
  from: Wid;
  to: Wid;
  author?: Wid;
  type: string;
  subtype?: string;
  body?: string;
  caption?: string;
  /** Unix seconds. */
  t: number;
  ack: number;
  isNewMsg?: boolean;
  isUnsentMedia?: boolean;
  directPath?: string;
  mimetype?: string;
  filehash?: string;
  star?: boolean;
  hasReaction?: boolean;
  quotedMsg?: Record<string, unknown>;
  quotedStanzaID?: string;
  quotedParticipant?: Wid;
  pollOptions?: { name: string; localId: number }[];
  latestEditSenderTimestampMs?: number;
}

export type MediaStage = 'INIT' | 'FETCHING' | 'RESOLVED' | 'ERROR_NOT_FOUND';

/** A message. */
export class Msg extends modelOf<MsgAttributes>() {
  readonly mediaData: { type: string; mediaStage: MediaStage } | undefined;
  readonly mediaObject: { type: string; filehash: string | undefined } | undefined;

  constructor(attributes: MsgAttributes) {
    super(attributes);
    if (attributes.directPath === undefined) return;
    this.mediaData = { type: attributes.type, mediaStage: 'INIT' };
    this.mediaObject = { type: attributes.type, filehash: attributes.filehash };
  }

  get isNotification(): boolean {
    return ['gp2', 'notification', 'notification_template', 'e2e_notification'].includes(this.type);
  }

  get isEphemeral(): boolean {
    return false;
  }

  get isStatusV3(): boolean {
    return this.id.remote.isStatus();
  }

  /** What a reply to this message carries of it. */
  msgContextInfo(): Partial<MsgAttributes> & Record<string, unknown> {
    const { quotedMsg: _nested, ...attributes } = this.serialize();
    return {
      quotedMsg: plainQuote(attributes),
      quotedStanzaID: this.id.id,
      quotedParticipant: this.author ?? this.from,
    };
  }

  /** Media are at hand as soon as they are asked for; fetching the bytes tells whether they are still there. */
  async downloadMedia(): Promise<void> {
    if (this.mediaData) this.mediaData.mediaStage = 'RESOLVED';
  }
}

/** The message without its ids, which the reply names beside it. */
function plainQuote({
  id: _id,
  from: _from,
  to: _to,
  author: _author,
  ...rest
}: Record<string, unknown>): Record<string, unknown> {
  return rest;
}
