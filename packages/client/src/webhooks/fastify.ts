import { MAX_BYTES, type ReceiverOptions, receiveWebhook } from './receive.ts';

/** As much of a Fastify instance as is needed. */
interface FastifyScope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parse: (request: unknown, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): unknown;
  post(
    path: string,
    handler: (
      request: { headers: Readonly<Record<string, string | string[] | undefined>>; body: unknown },
      reply: { code(status: number): { send(text?: string): unknown } },
    ) => Promise<unknown>,
  ): unknown;
}

export interface FastifyWebhookOptions extends ReceiverOptions {
  /** Of the route. By default `/`, below the `prefix` of the registration. */
  readonly path?: string | undefined;
}

/**
 * A plugin for Fastify: `app.register(fastifyWebhook, { path: '/hooks', … })`. Inside of it bodies are bytes; the parsers of the rest of
 * the app stay as they are.
 */
export async function fastifyWebhook(app: FastifyScope, options: FastifyWebhookOptions): Promise<void> {
  const bodyLimit = options.maxBytes ?? MAX_BYTES;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
  app.post(options.path ?? '/', async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const { status, detail } = await receiveWebhook(body, request.headers, options);
    return reply.code(status).send(detail);
  });
}
