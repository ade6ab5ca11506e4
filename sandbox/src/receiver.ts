import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Envelope, envelopeSchema } from '@wagw/shared/events/catalogue';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';

export interface Received {
  readonly envelope: Envelope;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a customer runs: takes webhooks, checks their signature, and remembers each event once. */
export interface Receiver {
  readonly url: string;
  /** Each event once, in the order of arrival. */
  readonly events: readonly Received[];
  /** Every accepted request, repetitions too. */
  readonly requests: readonly Received[];
  /** How many requests had a wrong signature; they were refused. */
  readonly forged: number;
  /** Decides the answer to the next requests; by default 204 for a good signature. */
  answer: (request: Received) => number;
  close(): Promise<void>;
}

export async function startReceiver(
  secret: string,
  onEvent: (event: Envelope) => void = () => {},
): Promise<Receiver> {
  const key = signingKey(secret);
  const events: Received[] = [];
  const requests: Received[] = [];
  const known = new Set<string>();
  let forged = 0;

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (!verify(key, request.headers, body)) {
        forged += 1;
        response.writeHead(401).end();
        return;
      }
      const received = {
        envelope: envelopeSchema.parse(JSON.parse(body.toString())),
        headers: request.headers,
        body,
      };
      const status = receiver.answer(received);
      response.writeHead(status).end();
      if (status >= 300) return;
      requests.push(received);
      if (known.has(received.envelope.id)) return;
      known.add(received.envelope.id);
      events.push(received);
      onEvent(received.envelope);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    events,
    requests,
    get forged() {
      return forged;
    },
    answer: () => 204,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
