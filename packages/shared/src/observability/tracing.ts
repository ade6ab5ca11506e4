import type { Telemetry } from 'bullmq';
import type { Logger } from './logger.ts';

/** What is measured as one piece of work, and is part of a trace. */
export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /** W3C `traceparent` of what it belongs to. By default what is under way, or nothing. */
  readonly parent?: string | undefined;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** @param failure what went wrong, if anything did */
  end(attributes?: Attributes, failure?: string): void;
}

/** Traces by OpenTelemetry, where they are configured; else nothing happens and nothing of it is loaded. */
export interface Tracing {
  readonly isOn: boolean;
  /** For BullMQ's queues and workers; undefined when there are no traces. */
  readonly telemetry: Telemetry | undefined;
  /** W3C `traceparent` of what is under way, for those who go on with it later. */
  current(): string | undefined;
  /** Begins a span, within which `work` and all that follows from it happens. Whoever begins it ends it. */
  begin<T>(name: string, options: SpanOptions, work: (span: Span) => T): T;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

export const NO_TRACING: Tracing = {
  isOn: false,
  telemetry: undefined,
  current: () => undefined,
  begin: (_name, _options, work) => work(NO_SPAN),
  close: async () => undefined,
};

const NO_SPAN: Span = { end: () => undefined };

/**
 * Does a piece of work as a span.
 * @param told what the span says of the outcome
 */
export function inSpan<T>(
  tracing: Tracing,
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
  told: (outcome: T) => { readonly attributes: Attributes; readonly failure?: string | undefined },
): Promise<T> {
  if (!tracing.isOn) return work();
  return tracing.begin(name, options, async (span) => {
    try {
      const outcome = await work();
      const { attributes, failure } = told(outcome);
      span.end(attributes, failure);
      return outcome;
    } catch (error) {
      span.end({}, error instanceof Error ? error.name : 'failed');
      throw error;
    }
  });
}

/** @param endpoint where spans go (OTLP over HTTP); undefined for no traces */
export async function openTracing(
  service: string,
  version: string,
  endpoint: string | undefined,
  logger: Logger,
): Promise<Tracing> {
  if (endpoint === undefined) return NO_TRACING;
  const { createTracing } = await import('./open-telemetry.ts');
  return createTracing(service, version, logger);
}
