import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  kinds: {
    text: 'Texto',
    image: 'Foto',
    video: 'Vídeo',
    audio: 'Áudio',
    voice: 'Mensagem de voz',
    document: 'Documento',
    sticker: 'Figurinha',
    location: 'Localização',
    contact: 'Contato',
    poll: 'Enquete',
    forward: 'Mensagem encaminhada',
    other: 'Mensagem que só o celular mostra',
  },
  statuses: {
    scheduled: 'Agendada',
    queued: 'Esperando para ser enviada',
    sending: 'Enviando',
    unconfirmed: 'Sem confirmação',
    sent: 'Enviada',
    delivered: 'Entregue',
    read: 'Lida',
    played: 'Ouvida',
    failed: 'Não enviada',
    cancelled: 'Cancelada',
    received: 'Recebida',
  },
} satisfies Texts<typeof en>;
