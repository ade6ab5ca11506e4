import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  title: 'Conectar WhatsApp',
  heading: 'Conecte el WhatsApp de {{name}}',
  purpose:
    'Con el teléfono que conecte aquí, “{{name}}” podrá enviar y recibir mensajes por su WhatsApp. Siga solo si sabe quién le dio este enlace.',
  lost: 'Se cortó la conexión. Esta página sigue sola en cuanto vuelva.',
  loading: 'Un momento…',
  busy: {
    queue: {
      title: 'Esperando un lugar libre',
      text: 'Empieza solo en cuanto haya uno. Si tarda más de unos minutos, avise a quien le envió este enlace.',
    },
    starting: { title: 'Se está preparando el código', text: 'Aparecerá aquí en unos segundos.' },
    authenticating: {
      title: 'Se está conectando el teléfono',
      text: 'Ya casi está. Deje WhatsApp abierto en el teléfono.',
    },
    reconnecting: {
      title: 'Se está restableciendo la conexión con WhatsApp',
      text: 'Sigue solo. Si tarda más de unos minutos, avise a quien le envió este enlace.',
    },
  },
  resting: {
    new: { title: 'Listo para empezar', text: 'Tenga el teléfono a mano y pida el código.' },
    notScanned: {
      title: 'Se acabó el tiempo',
      text: 'Nadie escaneó el código a tiempo. Tenga el teléfono a mano y pida uno nuevo.',
    },
    stopped: { title: 'Esta conexión está apagada', text: 'Pida un código para conectar el teléfono.' },
    loggedOut: {
      title: 'No hay ningún teléfono conectado',
      text: 'El último se desconectó. Pida un código para conectar un teléfono.',
    },
  },
  start: 'Recibir un código',
  startAgain: 'Recibir un código nuevo',
  stuck: {
    blocked: {
      title: 'WhatsApp suspendió este número',
      text: 'Abra WhatsApp en el teléfono y pida allí una revisión. Cuando WhatsApp vuelva a funcionar en el teléfono, avise a quien le envió este enlace.',
    },
    failed: {
      title: 'En este momento no funciona',
      text: 'Se intenta de nuevo solo, y puede dejar esta página abierta. Avise a quien le envió este enlace y dígale este código:',
    },
  },
  connected: {
    title: '¡WhatsApp conectado!',
    number: 'Conectado con el número',
    nothingMore: 'No hay que hacer nada más. Puede cerrar esta página.',
    nothingMoreHere: 'Aquí no hay que hacer nada más.',
    soon: 'En un momento pasará a {{host}}.',
    goOn: 'Seguir en {{host}}',
  },
  end: {
    invalid: {
      title: 'Este enlace ya no es válido',
      text: 'Caducó o no se copió entero. Pida uno nuevo a quien se lo envió.',
    },
    used: {
      title: 'Este enlace ya se usó',
      text: 'Se conectó un teléfono después de que se hizo. Para conectar otro, pida un enlace nuevo a quien se lo envió.',
    },
  },
} satisfies Texts<typeof en>;
