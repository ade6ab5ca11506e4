/** What receives webhooks: `@wagw/client/webhooks`. */
export type { Event } from '../schema.ts';
export { expressWebhook } from './express.ts';
export { type FastifyWebhookOptions, fastifyWebhook } from './fastify.ts';
export { nextWebhook } from './fetch-handler.ts';
export { type ReceiverAnswer, type ReceiverOptions, receiveWebhook } from './receive.ts';
export { type Claim, createMemoryStore, type SeenStore } from './seen-store.ts';
export {
  type RefusalReason,
  type VerifiedWebhook,
  type VerifyOptions,
  verifySignature,
  verifyWebhook,
  type WebhookHeaders,
  WebhookRefusedError,
} from './verify.ts';
