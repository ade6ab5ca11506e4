import type { MessageType } from '@wagw/shared/messages/content';
import type { Example } from './document.ts';

const to = '+55 11 98765-4321';
const file = (name: string) => ({ url: `https://shop.example/files/${name}` });

/** One for each kind of message. */
const messages = {
  text: {
    summary: 'Text',
    value: { to, type: 'text', text: 'Seu pedido saiu para entrega.', metadata: { order: '4711' } },
  },
  image: {
    summary: 'Image by URL, with a caption',
    value: { to, type: 'image', media: file('shoe.jpg'), caption: 'Tamanho 42' },
  },
  video: {
    summary: 'Video that was uploaded before',
    value: { to, type: 'video', media: { upload: 'upl_7Zk3' } },
  },
  audio: { summary: 'Audio', value: { to, type: 'audio', media: file('jingle.mp3') } },
  voice: { summary: 'Voice message', value: { to, type: 'voice', media: file('hello.ogg') } },
  document: {
    summary: 'Document, the file in base64',
    value: {
      to,
      type: 'document',
      media: { base64: 'JVBERi0xLjcKJeLjz9M=', filename: 'invoice.pdf', mimetype: 'application/pdf' },
    },
  },
  sticker: { summary: 'Sticker', value: { to, type: 'sticker', media: file('thanks.webp') } },
  location: {
    summary: 'Location',
    value: { to, type: 'location', location: { latitude: -23.5614, longitude: -46.6559, name: 'MASP' } },
  },
  contact: {
    summary: 'Contact card',
    value: { to, type: 'contact', contact: { name: 'Ana Souza', phone: '+5511912345678' } },
  },
  poll: {
    summary: 'Poll',
    value: { to, type: 'poll', poll: { question: 'Quando entregar?', options: ['Manhã', 'Tarde'] } },
  },
} as const satisfies Record<MessageType, Example>;

const more = {
  reply: {
    summary: 'Answer to a message, in a group, with a mention',
    value: {
      to: '120363041234567890@g.us',
      text: 'Obrigado @5511912345678!',
      replyTo: 'msg_7Zk3vT1c2QmX0b9a',
      mentions: ['+5511912345678'],
    },
  },
  scheduled: {
    summary: 'Later, after whatever is more urgent',
    value: { to, text: 'Bom dia!', sendAt: '2027-03-01T08:00:00-03:00', priority: 'bulk' },
  },
} as const satisfies Record<string, Example>;

const only = (value: unknown, summary = 'Example'): Record<string, Example> => ({
  example: { summary, value },
});

/** Of each operation that reads a body. A test keeps them valid, and complete. */
export const REQUEST_EXAMPLES: Readonly<Record<string, Readonly<Record<string, Example>>>> = {
  createSession: {
    simple: { summary: 'A session that connects at once', value: { id: 'loja', metadata: { plan: 'pro' } } },
    webhooks: {
      summary: 'With a webhook of its own',
      value: {
        id: 'loja',
        tenantId: 'acme',
        webhooks: [{ url: 'https://shop.example/hooks', events: ['message', 'message_ack'] }],
      },
    },
  },
  ensureSession: only({ metadata: { user: '4711' } }, 'One session for each user'),
  changeSession: only({ metadata: { plan: 'free' } }),
  requestPairingCode: only({ phone: '+5511912345678' }),
  moveSession: only({ worker: 'worker-2' }),
  sendMessage: { ...messages, ...more },
  sendBulk: only(
    {
      recipients: [
        { to: '+5511987654321', variables: { name: 'Ana' } },
        { to: '+5511912345678', variables: { name: 'Bia' } },
      ],
      text: 'Olá {{name}}, sua fatura chegou.',
    },
    'A text with a variable, for two',
  ),
  forwardMessage: only({ to }),
  editMessage: only({ text: 'Seu pedido chega hoje.' }),
  reactToMessage: {
    react: { summary: 'React', value: { emoji: '👍' } },
    takeBack: { summary: 'Take the reaction back', value: { emoji: '' } },
  },
  showTyping: only({ state: 'typing' }),
  archiveChat: only({ archived: true }),
  checkNumbers: only({ phones: ['+55 11 98765-4321', '5511912345678'] }),
  createGroup: only({ subject: 'Entregas', participants: ['+5511987654321'] }),
  renameGroup: only({ subject: 'Entregas de hoje' }),
  describeGroup: only({ description: 'Avisos das entregas.' }),
  changeParticipants: only({ participants: ['+5511987654321'] }),
  createKey: {
    sending: {
      summary: 'A key of a tenant that sends and reads',
      value: { name: 'shop backend', tenantId: 'acme', scopes: ['read', 'send'] },
    },
    metrics: {
      summary: 'A key for Prometheus',
      value: { name: 'prometheus', scopes: ['operate'], expiresAt: '2030-01-01T00:00:00Z' },
    },
  },
  rotateKey: only({ keepOldSeconds: 3_600 }),
  createToken: {
    connect: { summary: 'To show a QR code in a browser', value: { purpose: 'connect', expiresIn: 600 } },
    events: { summary: 'To follow messages', value: { purpose: 'events', events: ['message'] } },
  },
  createConnectLink: {
    plain: { summary: 'For an hour', value: {} },
    embedded: {
      summary: 'In a page of yours, which goes on afterwards',
      value: {
        expiresIn: 86_400,
        origins: ['https://app.example.com'],
        language: 'pt',
        redirectUrl: 'https://app.example.com/whatsapp/linked',
      },
    },
  },
  sendTenantMessage: {
    text: { summary: 'Text', value: { to: '+5511999999999', message: 'Olá!', type: 'text' } },
    image: {
      summary: 'Image by URL',
      value: {
        to: '+5511999999999',
        type: 'image',
        mediaUrl: 'https://example.com/image.jpg',
        caption: 'Legenda da imagem',
      },
    },
  },
  startConnection: {
    simple: { summary: 'A tenant', value: { tenantId: 'fiv-7' } },
    webhook: {
      summary: 'With a webhook for its messages',
      value: { tenantId: 'fiv-7', webhookUrl: 'https://desk.example/api/webhooks/whatsapp' },
    },
  },
  sendConnectionMessage: only({ tenantId: 'fiv-7', to: '+5511999999999', message: 'Em que posso ajudar?' }),
  createWebhook: {
    simple: { summary: 'All events of all sessions', value: { url: 'https://shop.example/hooks' } },
    ordered: {
      summary: 'Some events of one tenant, strictly in order',
      value: {
        url: 'https://shop.example/hooks',
        tenantId: 'acme',
        events: ['message', 'message_ack'],
        ordered: true,
        headers: { 'x-shop': '4711' },
      },
    },
    batched: {
      summary: 'Many events in one request',
      value: { url: 'https://shop.example/hooks', batch: { max: 100, waitMs: 1_000 } },
    },
  },
  changeWebhook: only({ enabled: true }),
  rotateWebhookSecret: only({ keepOldSeconds: 3_600 }),
  testWebhook: only({ event: 'message' }),
  replayDeliveries: {
    dead: { summary: 'What was given up', value: { status: 'dead' } },
    range: {
      summary: 'Everything of an hour',
      value: { status: 'all', since: '2026-01-02T08:00:00Z', until: '2026-01-02T09:00:00Z' },
    },
    numbers: {
      summary: 'Events of a session by their numbers',
      value: { sessionId: 'loja-centro', fromSeq: 4_711, toSeq: 4_720 },
    },
  },
};
