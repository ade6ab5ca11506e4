import type { CreateWebhook, Webhook } from '@wagw/client';

/** An endpoint as somebody fills it in. */
export interface EndpointDraft {
  readonly url: string;
  readonly description: string;
  readonly scope: 'all' | 'tenant' | 'session';
  readonly tenantId: string;
  readonly sessionId: string | null;
  /** None: all. */
  readonly events: readonly string[];
  readonly format: Webhook['format'];
  readonly ordered: boolean;
  readonly isBatched: boolean;
  readonly batchMax: number;
  readonly batchWaitMs: number;
  readonly headers: readonly HeaderDraft[];
  /** Empty: one is made. */
  readonly secret: string;
}

export interface HeaderDraft {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

export const EMPTY_DRAFT: EndpointDraft = {
  url: '',
  description: '',
  scope: 'all',
  tenantId: '',
  sessionId: null,
  events: [],
  format: 'native',
  ordered: false,
  isBatched: false,
  batchMax: 100,
  batchWaitMs: 1_000,
  headers: [],
  secret: '',
};

export function draftOf({
  url,
  description,
  events,
  format,
  ordered,
  batch,
  headers,
}: Webhook): EndpointDraft {
  return {
    ...EMPTY_DRAFT,
    url,
    description,
    events,
    format,
    ordered,
    isBatched: batch !== null,
    ...(batch === null ? {} : { batchMax: batch.max, batchWaitMs: batch.waitMs ?? 1_000 }),
    headers: Object.entries(headers).map(([name, value]) => ({ id: name, name, value })),
  };
}

/** What can be changed later too. */
export function settingsOf(draft: EndpointDraft) {
  const { url, description, events, format, ordered, isBatched, batchMax, batchWaitMs, headers } = draft;
  const named = headers.filter(({ name }) => name.trim() !== '');
  return {
    url: url.trim(),
    description: description.trim(),
    events: [...events] as NonNullable<CreateWebhook['events']>,
    format,
    ordered,
    // Only the native format can be batched.
    batch: isBatched && format === 'native' ? { max: batchMax, waitMs: batchWaitMs } : null,
    headers: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])),
  };
}

export function creationOf(draft: EndpointDraft): CreateWebhook {
  const { scope, tenantId, sessionId, secret } = draft;
  return {
    ...settingsOf(draft),
    ...(scope === 'tenant' ? { tenantId: tenantId.trim() } : {}),
    ...(scope === 'session' && sessionId !== null ? { sessionId } : {}),
    ...(secret.trim() === '' ? {} : { secret: secret.trim() }),
  };
}

/** Whether it is said which tenant or session is meant, if one is. */
export function isScopeChosen({ scope, tenantId, sessionId }: EndpointDraft): boolean {
  return scope === 'all' || (scope === 'tenant' ? tenantId.trim() !== '' : sessionId !== null);
}

/** Whether a URL is one that events can be posted to. */
export function isPostable(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}
