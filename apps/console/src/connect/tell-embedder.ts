/** What a page that shows this one in a frame is told once the phone is linked. */
export interface ConnectedMessage {
  readonly type: 'wagw.connected';
  /** The id of the session. */
  readonly session: string;
}

export const isEmbedded = (): boolean => window.parent !== window;

/** Tells the embedding page, if it comes from one of these origins: the browser hands it to no other. */
export function tellEmbedder(origins: readonly string[], session: string): void {
  if (!isEmbedded()) return;
  const message: ConnectedMessage = { type: 'wagw.connected', session };
  for (const origin of origins) window.parent.postMessage(message, origin);
}
