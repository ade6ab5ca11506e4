import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  reasons: {
    unknown_recipient: {
      reason: 'WhatsApp no conoce ninguna cuenta con este número.',
      remedy: 'Revise el número, con código de país y de área, y envíelo otra vez.',
    },
    rejected: {
      reason: 'WhatsApp rechazó el mensaje.',
      remedy:
        'Espere un poco antes de enviar más a personas que no le han escrito: si son muchos, los rechaza.',
    },
    temporary: {
      reason: 'WhatsApp no aceptó el mensaje después de varios intentos.',
      remedy: 'Envíelo otra vez en unos minutos.',
    },
    session_deleted: {
      reason: 'La sesión se eliminó antes de que saliera el mensaje.',
      remedy: 'Envíelo desde otra sesión.',
    },
    restored_from_backup: {
      reason: 'El gateway se restauró de una copia, y no se sabe si el mensaje había salido.',
      remedy: 'Mire en el teléfono si llegó; si no, envíelo otra vez.',
    },
    media_blocked_address: {
      reason: 'El archivo está en una dirección que el gateway no puede abrir.',
      remedy: 'Envíe el archivo mismo.',
    },
    media_unavailable: {
      reason: 'El servidor del archivo no respondió.',
      remedy: 'Revise la dirección del archivo o envíe el archivo mismo.',
    },
    media_refused: {
      reason: 'El servidor del archivo no lo entregó.',
      remedy: 'Revise la dirección del archivo o envíe el archivo mismo.',
    },
    media_too_large: { reason: 'El archivo es demasiado grande.', remedy: 'Envíe uno más pequeño.' },
    media_type_mismatch: {
      reason: 'El archivo no es del tipo que decía el mensaje.',
      remedy: 'Envíelo como documento.',
    },
    media_gone: {
      reason: 'El archivo ya no está guardado.',
      remedy: 'Elija el archivo de nuevo y envíelo otra vez.',
    },
    media_conversion_failed: {
      reason: 'La grabación no se pudo convertir.',
      remedy: 'Envíela como documento o grábela de nuevo.',
    },
    ffmpeg_missing: {
      reason: 'El gateway no puede convertir grabaciones.',
      remedy: 'Pida a quien lo opera que instale ffmpeg, o envíela como documento.',
    },
  },
  otherReason: {
    reason: 'El gateway dice: {{detail}}',
    remedy: 'Envíelo otra vez; si vuelve a fallar, avise a quien lo opera.',
  },
  unconfirmedReason: {
    reason: 'WhatsApp tiene el mensaje desde hace más de un minuto y no lo ha confirmado.',
    remedy: 'No lo envíe otra vez: todavía puede llegar. Mire si el teléfono de la sesión tiene internet.',
  },
  waiting: {
    until: 'No antes de las {{at}}: no muchos a la vez.',
    queued: 'Le llegará su turno.',
  },
} satisfies Texts<typeof en>;
