import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import type { EngineEvent } from '../engine.ts';
import { type Listen, reportOtherEvents } from './other-events.ts';
import { Repeats } from './repeats.ts';
import { isConversation, type RawMessage, toEngineMessage, toMessageRef } from './to-engine-message.ts';

/** Message objects of the library carry what the page told in `_data`. */
interface LibraryMessage {
  readonly _data: RawMessage & {
    readonly protocolMessageKey?: RawMessage['id'] | undefined;
  };
}

/** How many messages are remembered to tell repeats from news; some hundred kilobytes. */
const REMEMBERED = 5_000;

/** Reports what happens in the account, each once. */
export function reportClientEvents(
  client: Pick<EventEmitter, 'on'>,
  emit: (event: EngineEvent) => void,
  logger: Logger,
): void {
  const repeats = new Repeats(REMEMBERED);

  const on = guarded(client, logger);
  reportOtherEvents(on, emit, repeats);

  on('message_create', ({ _data }: LibraryMessage) => {
    if (!isConversation(_data) || !repeats.isNews(`message ${_data.id.id}`, '')) return;
    const message = toEngineMessage(_data);
    // A chat that was removed and comes again can be removed again.
    repeats.isNews(`chat ${message.ref.chat}`, 'message');
    emit({ type: 'message', message });
  });

  on('message_ack', ({ _data }: LibraryMessage, ack: number) => {
    if (!repeats.isNews(`ack ${_data.id.id}`, String(ack))) return;
    emit({ type: 'ack', ref: toMessageRef(_data.id), ack });
  });

  on('message_edit', ({ _data }: LibraryMessage, body: string, previousBody: string) => {
    const { latestEditSenderTimestampMs: editedAtMs } = _data;
    if (!repeats.isNews(`edit ${_data.id.id}`, `${editedAtMs} ${body}`)) return;
    emit({
      type: 'edit',
      ref: toMessageRef(_data.id),
      body: body ?? '',
      previousBody: previousBody ?? '',
      timestamp: Math.floor((editedAtMs ?? Date.now()) / 1000),
      ...(editedAtMs === undefined ? {} : { editedAtMs }),
    });
  });

  on('message_revoke_everyone', ({ _data }: LibraryMessage) => {
    const key = _data.protocolMessageKey ?? _data.id;
    if (!repeats.isNews(`revoke ${key.id}`, '')) return;
    emit({ type: 'revoke', ref: toMessageRef(key), timestamp: Math.floor(Date.now() / 1000) });
  });

  on('message_revoke_me', ({ _data }: LibraryMessage) => {
    if (!isConversation(_data) || !repeats.isNews(`revoke me ${_data.id.id}`, '')) return;
    emit({ type: 'revoke_me', ref: toMessageRef(_data.id), timestamp: Math.floor(Date.now() / 1000) });
  });

  on('change_battery', ({ battery, plugged }: { battery: number; plugged: boolean }) => {
    if (!repeats.isNews('battery', `${battery} ${plugged}`)) return;
    emit({ type: 'battery', battery, plugged: plugged === true });
  });
}

/** A throw in a listener would keep the library from telling the rest, and would end in the page unseen. */
function guarded(client: Pick<EventEmitter, 'on'>, logger: Logger): Listen {
  return (name, listener) => {
    client.on(name, (...args: unknown[]) => {
      try {
        listener(...(args as Parameters<typeof listener>));
      } catch (error) {
        logger.error({ err: error, event: name }, 'an event of the page could not be reported');
      }
    });
  };
}
