import type { WirePresence } from '../../protocol/frames.ts';
import { known, shown, type Wid } from '../ids.ts';
import { query } from '../link.ts';
import { Collection, modelOf } from '../model.ts';
import { switches } from '../switches.ts';

interface ChatStateAttributes {
  id: Wid;
  type: Exclude<WirePresence['type'], 'idle'> | undefined;
  /** Unix seconds of when somebody who is away was last there. */
  t: number | undefined;
}

/** What somebody does. */
class ChatState extends modelOf<ChatStateAttributes>() {}

interface PresenceAttributes {
  id: Wid;
  isOnline: boolean;
  /** Whether anything was told since the connection was made. */
  hasData: boolean;
  isSubscribed: boolean;
  /** Whether the server is to be asked again. */
  stale: boolean;
}

class Presence extends modelOf<PresenceAttributes>() {
  readonly chatstate: ChatState;

  constructor(id: Wid) {
    super({ id, isOnline: false, hasData: false, isSubscribed: false, stale: true });
    this.chatstate = new ChatState({ id, type: undefined, t: undefined });
    this.chatstate.on('change:type', () => {
      const { type } = this.chatstate;
      if (type === 'available' || type === 'unavailable') this.set({ isOnline: type === 'available' });
    });
  }
}

/** Somebody's presence is only told to those who have asked for it since they are connected. */
class PresenceCollection extends Collection<Presence> {
  override async find(id: Wid): Promise<Presence> {
    const presence = this.get(id) ?? this.add(new Presence(id));
    if (!presence.stale) return presence;
    // Builds with hidden ids know nobody by the phone number, and say nothing about it.
    if (switches.lidMode && !id.isLid()) return presence;
    await query('subscribePresence', { id: known(id) });
    presence.set({ stale: false });
    return presence;
  }

  /** What is told of somebody who was never asked for is lost. */
  learn({ id, type, lastSeen }: WirePresence): void {
    const presence = this.get(shown(id));
    if (!presence) return;
    const present = presence.isOnline ? 'available' : 'unavailable';
    // The change is told before the data count as known, as in the real page.
    presence.chatstate.set({ type: type === 'idle' ? present : type, t: lastSeen });
    presence.set({ hasData: true, isSubscribed: true });
  }

  /** The connection is lost. */
  forget(): void {
    for (const presence of this.getModelsArray()) {
      presence.set({ hasData: false });
      presence.chatstate.set({ type: 'unavailable', t: undefined });
      presence.set({ stale: true, isSubscribed: false });
    }
  }
}

export const Presences: PresenceCollection = new PresenceCollection();
