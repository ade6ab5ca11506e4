import { EventEmitter } from 'node:events';
import { silentLogger } from '../../../testing/parts.ts';
import type { EngineEvent } from '../../engine.ts';
import { reportClientEvents } from '../client-events.ts';

/** A library's client that emits what a test wants, and what is told of it. */
export function toldEvents(): { readonly client: EventEmitter; readonly told: EngineEvent[] } {
  const client = new EventEmitter();
  const told: EngineEvent[] = [];
  reportClientEvents(client, (event) => told.push(event), silentLogger);
  return { client, told };
}
