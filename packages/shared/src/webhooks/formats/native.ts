import type { WebhookFormat } from './format.ts';

/** The bytes of the event log, as every reader of it gets them. */
export const native: WebhookFormat = {
  name: 'native',
  description: 'Every event as it stands in the event log: see [events](events.md).',
  render: ({ json }) => json,
};
