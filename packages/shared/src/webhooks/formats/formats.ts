import { connection } from './connection.ts';
import { evolution, evolutionV2 } from './evolution.ts';
import type { WebhookFormat } from './format.ts';
import { native } from './native.ts';
import { tenant } from './tenant.ts';

/** How events can be written, by the name that an endpoint chooses; `docs/webhook-formats.md` is made from this table. */
export const FORMATS = {
  native,
  tenant,
  evolution,
  'evolution-v2': evolutionV2,
  connection,
} as const satisfies Record<string, WebhookFormat>;

export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as [Format, ...Format[]];
