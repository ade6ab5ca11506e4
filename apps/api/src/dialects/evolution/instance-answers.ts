import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { connectionOf } from '@wagw/shared/webhooks/formats/evolution';

/** Instances as Evolution shows them (source: evolution-api v2, src/api/controllers/instance.controller.ts, src/api/services/monitor.service.ts). */

const INTEGRATION = 'WHATSAPP-BAILEYS';

export type ConnectionWord = 'open' | 'connecting' | 'close';

/** What nobody has scanned is `refused` in events, and closed when somebody asks. */
export function connectionWord({ code }: SessionRecord): ConnectionWord {
  const word = connectionOf(STATE_CODES[code].state, code);
  return word === 'refused' ? 'close' : word;
}

export function stateAnswer(session: SessionRecord) {
  return { instance: { instanceName: session.id, state: connectionWord(session) } };
}

export const DONE = (message: string) => ({ status: 'SUCCESS', error: false, response: { message } });

/** The settings that an instance has there, as they are in effect here: none can be changed. */
const SETTINGS = {
  rejectCall: false,
  msgCall: '',
  groupsIgnore: false,
  alwaysOnline: false,
  readMessages: false,
  readStatus: false,
  syncFullHistory: false,
  wavoipToken: '',
};

/** @param hash the key of this instance; null when the caller has one of its tenant already */
export function createdAnswer(
  session: SessionRecord,
  hash: string | null,
  webhook: Endpoint | undefined,
  qrcode: unknown,
) {
  return {
    instance: {
      instanceName: session.id,
      instanceId: session.id,
      integration: INTEGRATION,
      webhookWaBusiness: null,
      accessTokenWaBusiness: '',
      status: connectionWord(session),
    },
    hash,
    webhook:
      webhook === undefined
        ? {}
        : {
            webhookUrl: webhook.url,
            webhookHeaders: webhook.headers,
            webhookByEvents: webhook.isUrlByEvent,
            webhookBase64: false,
          },
    websocket: {},
    rabbitmq: {},
    nats: {},
    sqs: {},
    settings: SETTINGS,
    qrcode,
  };
}

export interface Counts {
  readonly messages: number;
  readonly contacts: number;
}

/** One of the list of `fetchInstances`. */
export function instanceAnswer(session: SessionRecord, { messages, contacts }: Counts) {
  const { id, account, createdAt, stateSince } = session;
  return {
    id,
    name: id,
    connectionStatus: connectionWord(session),
    ownerJid: account === undefined ? null : `${account.phone}@s.whatsapp.net`,
    profileName: account?.name ?? null,
    profilePicUrl: null,
    integration: INTEGRATION,
    number: account?.phone ?? null,
    businessId: null,
    // Only a digest of it is stored.
    token: null,
    clientName: null,
    disconnectionReasonCode: null,
    disconnectionObject: null,
    disconnectionAt: null,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(stateSince).toISOString(),
    Chatwoot: null,
    Proxy: null,
    Rabbitmq: null,
    Nats: null,
    Sqs: null,
    Websocket: null,
    Setting: SETTINGS,
    _count: { Message: messages, Contact: contacts },
  };
}
