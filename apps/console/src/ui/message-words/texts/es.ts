import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  kinds: {
    text: 'Texto',
    image: 'Foto',
    video: 'Video',
    audio: 'Audio',
    voice: 'Mensaje de voz',
    document: 'Documento',
    sticker: 'Sticker',
    location: 'Ubicación',
    contact: 'Contacto',
    poll: 'Encuesta',
    forward: 'Mensaje reenviado',
    other: 'Mensaje que solo muestra el teléfono',
  },
  statuses: {
    scheduled: 'Programado',
    queued: 'En espera de envío',
    sending: 'Enviando',
    unconfirmed: 'Sin confirmar',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    played: 'Escuchado',
    failed: 'No enviado',
    cancelled: 'Cancelado',
    received: 'Recibido',
  },
} satisfies Texts<typeof en>;
