import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Context,
  context,
  DiagLogLevel,
  diag,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { BullMQOtel } from 'bullmq-otel';
import type { Logger } from './logger.ts';
import type { Span, SpanOptions, Tracing } from './tracing.ts';

/** The end of a process does not wait for longer: a collector that is away would be tried for nine seconds. */
const LAST_SPANS_MS = 1_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Traces that go to where the standard variables say (`OTEL_EXPORTER_OTLP_…`, `OTEL_TRACES_SAMPLER`, `OTEL_SERVICE_NAME`, …), which
 * OpenTelemetry's libraries read themselves.
 */
export function createTracing(service: string, version: string, logger: Logger): Tracing {
  const warn = (message: string) => logger.warn({ detail: message }, 'traces');
  diag.setLogger(
    { error: warn, warn, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    DiagLogLevel.WARN,
  );
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': service, 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new WithoutHousekeeping(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = trace.getTracer('wagw', version);

  return {
    isOn: true,
    telemetry: new BullMQOtel({ tracerName: 'bullmq', version }),
    current: () => traceparentOf(context.active()),
    begin<T>(name: string, { kind, attributes = {}, parent }: SpanOptions, work: (span: Span) => T): T {
      const within = parent === undefined ? context.active() : contextOf(parent);
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, within);
      return context.with(trace.setSpan(within, span), () =>
        work({
          end(last, failure) {
            if (last !== undefined) span.setAttributes(last);
            if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
            span.end();
          },
        }),
      );
    },
    async close() {
      const late = sleep(LAST_SPANS_MS, undefined, { ref: false });
      await Promise.race([provider.shutdown(), late]).catch((error: unknown) =>
        logger.warn({ err: error }, 'the last traces were not sent'),
      );
    },
  };
}

/** BullMQ measures each look for a job, also of queues that are empty; such spans belong to nothing. */
class WithoutHousekeeping extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    const isHousekeeping = span.kind === SpanKind.INTERNAL && span.parentSpanContext === undefined;
    if (!isHousekeeping) super.onEnd(span);
  }
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

function traceparentOf(within: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(within, carrier);
  return carrier.traceparent;
}
