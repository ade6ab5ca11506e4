import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { type GatewayProcesses, PATIENCE_MS, startGatewayProcesses, TEST_MS } from './gateway-processes.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';

/** One trace from the request, through the job and the send, to the webhook. */

/** A request of the customer's backend, as W3C writes it. */
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

interface Received {
  readonly event: string;
  readonly traceparent: string | undefined;
}

let collector: OtlpReceiver;
let backend: Server;
let gateway: GatewayProcesses;
const webhooks: Received[] = [];

beforeAll(async () => {
  collector = await startOtlpReceiver();
  backend = createServer((request, response) => {
    json(request).then(
      (body) => {
        const { event } = body as { event: string };
        webhooks.push({ event, traceparent: request.headers.traceparent?.toString() });
        response.end();
      },
      // The worker was ended in the middle of it.
      () => response.destroy(),
    );
  });
  await once(backend.listen(0, '127.0.0.1'), 'listening');
  gateway = await startGatewayProcesses({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      APP_WEBHOOK_URL: `http://127.0.0.1:${(backend.address() as AddressInfo).port}`,
    },
  });
  await gateway.connect('shop');
}, TEST_MS);
afterAll(async () => {
  await gateway?.close();
  backend?.closeAllConnections();
  backend?.close();
  await collector?.close();
});

const ofTrace = (name: string | RegExp): ReceivedSpan | undefined =>
  collector.spans.find(
    (span) =>
      span.traceId === TRACE && (typeof name === 'string' ? span.name === name : name.test(span.name)),
  );
const attribute = (span: ReceivedSpan | undefined, key: string) =>
  span?.attributes.find((one) => one.key === key)?.value.stringValue;

test(
  'request, job, send and webhook belong to the trace of the caller',
  async () => {
    const answer = await fetch(`${gateway.apiUrl}/api/v1/sessions/shop/messages`, {
      method: 'POST',
      headers: {
        'x-gateway-key': gateway.apiKey,
        'content-type': 'application/json',
        traceparent: `00-${TRACE}-${CALLER}-01`,
      },
      body: JSON.stringify({ to: '+5511987654321', text: 'hello' }),
    });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };

    const [request, added, processed, sent, posted] = await until('all spans', PATIENCE_MS, () => {
      const spans = [
        ofTrace('POST /api/v1/sessions/:id/messages'),
        ofTrace(/^add session-shop/),
        ofTrace('process session-shop'),
        ofTrace('send attempt'),
        collector.spans.find(
          (span) => span.name === 'webhook attempt' && attribute(span, 'wagw.event') === 'message_ack',
        ),
      ];
      return spans.every((span) => span !== undefined) && spans;
    });
    expect(request).toMatchObject({ service: 'wagw-api', parentSpanId: CALLER });
    expect(added).toMatchObject({ service: 'wagw-api', parentSpanId: request?.spanId });
    expect(processed).toMatchObject({ service: 'wagw-worker', parentSpanId: added?.spanId });
    expect(sent).toMatchObject({ service: 'wagw-worker', parentSpanId: request?.spanId });
    expect(attribute(sent, 'wagw.message')).toBe(id);
    expect(posted).toMatchObject({ traceId: TRACE, parentSpanId: request?.spanId });
    // The receiver can go on with it.
    const received = webhooks.find(({ event }) => event === 'message_ack');
    expect(received?.traceparent).toBe(`00-${TRACE}-${posted?.spanId}-01`);
  },
  TEST_MS,
);

test(
  'what nobody asked for begins a trace of its own',
  async () => {
    gateway.sink.incoming('shop', { id: '3A000000000000000001', chat: '5511987654321@c.us', text: 'hi' });
    const received = await until('the webhook', PATIENCE_MS, () =>
      webhooks.find(({ event }) => event === 'message'),
    );
    const [, traceId, spanId] = received.traceparent?.split('-') ?? [];
    expect(traceId).not.toBe(TRACE);
    await until('its span', PATIENCE_MS, () =>
      collector.spans.some((span) => span.traceId === traceId && span.spanId === spanId),
    );
  },
  TEST_MS,
);

test('looks for jobs and for health are no traces', () => {
  const roots = collector.spans
    .filter(({ parentSpanId = '' }) => parentSpanId === '')
    .map(({ name }) => name);
  expect(roots.filter((name) => !/^(POST|GET|webhook attempt|add|process)/.test(name))).toEqual([]);
  expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
});
