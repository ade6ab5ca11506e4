import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  states: {
    created: 'Nueva',
    starting: 'Iniciando',
    qr: 'Espera el escaneo',
    pairing: 'Espera el código',
    authenticating: 'Sincronizando',
    ready: 'Conectada',
    reconnecting: 'Reconectando',
    stopped: 'Detenida',
    logged_out: 'Desvinculada',
    failed: 'Con error',
  },
  codes: {
    created: {
      sentence: 'La sesión nunca se ha iniciado.',
      remedy: 'Iníciela para recibir un código QR.',
    },
    waiting_for_worker: {
      sentence: 'La sesión espera un lugar libre en un servidor.',
      remedy: 'Si tarda, avise a operaciones: faltan workers o memoria, o MAX_SESSIONS es demasiado bajo.',
    },
    no_matching_worker: {
      sentence: 'Ningún worker activo tiene todas las etiquetas de esta sesión.',
      remedy: 'Cambie las etiquetas de la sesión o pida a operaciones un worker que las tenga.',
    },
    starting: { sentence: 'Se está abriendo WhatsApp Web; tarda unos segundos.', remedy: '' },
    scan_qr: {
      sentence: 'La sesión espera al teléfono.',
      remedy: 'Escanee el código QR: WhatsApp en el teléfono, Dispositivos vinculados, Vincular dispositivo.',
    },
    enter_code: {
      sentence: 'La sesión espera que se escriba el código en el teléfono.',
      remedy:
        'WhatsApp en el teléfono, Dispositivos vinculados, Vincular dispositivo, Vincular con número de teléfono.',
    },
    authenticating: {
      sentence: 'El teléfono está vinculado; se están sincronizando los mensajes.',
      remedy: '',
    },
    ready: { sentence: 'Se pueden enviar y recibir mensajes.', remedy: '' },
    interrupted: {
      sentence:
        'La conexión con WhatsApp se perdió y se está restableciendo. Los mensajes esperan; ninguno se pierde.',
      remedy: '',
    },
    worker_lost: {
      sentence:
        'El servidor de esta sesión ya no está; otro la asume. Los mensajes esperan; ninguno se pierde.',
      remedy: '',
    },
    moving: {
      sentence: 'La sesión pasa a otro servidor. Los mensajes esperan; ninguno se pierde.',
      remedy: '',
    },
    login_unavailable: {
      sentence: 'No se puede leer el inicio de sesión guardado; se sigue intentando.',
      remedy: 'Operaciones tiene que revisar LOGIN_STORE y su clave.',
    },
    unreachable: {
      sentence: 'No hay conexión con WhatsApp; se sigue intentando.',
      remedy: 'Operaciones tiene que revisar la red, el DNS y el proxy del worker.',
    },
    start_timeout: {
      sentence: 'WhatsApp Web no se abrió a tiempo; se está iniciando de nuevo.',
      remedy: '',
    },
    crashed: {
      sentence: 'El navegador de esta sesión se cerró; se está iniciando de nuevo.',
      remedy: '',
    },
    unresponsive: {
      sentence: 'El navegador de esta sesión dejó de responder; se está iniciando de nuevo.',
      remedy: '',
    },
    profile_in_use: {
      sentence: 'Otro programa usa el inicio de sesión guardado de esta sesión.',
      remedy: 'Cierre ese programa; después la sesión continúa sola.',
    },
    conflict: {
      sentence: 'WhatsApp Web está abierto en otro lugar con el mismo inicio de sesión.',
      remedy: 'Cierre la otra ventana; después la sesión continúa sola.',
    },
    proxy_blocked: {
      sentence: 'WhatsApp rechaza la dirección de internet del servidor; se sigue intentando.',
      remedy: 'Operaciones tiene que cambiar el proxy o la dirección de salida.',
    },
    launch_failed: {
      sentence: 'El navegador de esta sesión no se inicia; se sigue intentando.',
      remedy: 'Operaciones tiene que revisar CHROME_EXECUTABLE_PATH y el registro del worker.',
    },
    incompatible: {
      sentence: 'WhatsApp ha cambiado y esta versión de la pasarela no funciona con él.',
      remedy: 'Operaciones tiene que actualizar la pasarela.',
    },
    blocked: {
      sentence: 'WhatsApp ha bloqueado este número.',
      remedy:
        'Abra WhatsApp en el teléfono y pida una revisión. Inicie la sesión de nuevo cuando el teléfono funcione.',
    },
    stopped: {
      sentence: 'La sesión se detuvo; sigue vinculada al teléfono.',
      remedy: 'Iníciela para conectar de nuevo. No hace falta otro código QR.',
    },
    unused: {
      sentence: 'La sesión se detuvo porque nadie la usó en mucho tiempo; sigue vinculada al teléfono.',
      remedy: 'Iníciela para conectar de nuevo. No hace falta otro código QR.',
    },
    not_scanned: {
      sentence: 'Nadie escaneó el código QR a tiempo.',
      remedy: 'Inicie la sesión para recibir uno nuevo.',
    },
    logged_out: {
      sentence: 'El teléfono ya no está vinculado.',
      remedy: 'Inicie la sesión y escanee el nuevo código QR.',
    },
    deleted: { sentence: 'La sesión se eliminó, y su vinculación con ella.', remedy: '' },
  },
  select: {
    label: 'Sesión',
    placeholder: 'Busque por nombre o número',
    none: 'Ninguna sesión coincide.',
    loading: 'Cargando las sesiones',
    withoutNumber: 'aún sin número',
    clear: 'Quitar la elección',
  },
} satisfies Texts<typeof en>;
