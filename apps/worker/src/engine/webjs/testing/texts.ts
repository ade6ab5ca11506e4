import type { Engine, SendOutcome } from '../../engine.ts';

export interface Text {
  readonly chat: string;
  readonly id: string;
  readonly text: string;
  readonly linkPreview: boolean;
}

export function sendText(
  engine: Pick<Engine, 'send'>,
  { chat, id, text, linkPreview }: Text,
): Promise<SendOutcome> {
  return engine.send({ chat, id, content: { type: 'text', text, linkPreview } });
}
