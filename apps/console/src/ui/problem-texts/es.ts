import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  invalid_request: { title: 'Hay datos que no son correctos.', remedy: 'Corrija lo que se indica aquí.' },
  forbidden: { title: 'Su clave no permite esto.', remedy: 'Pregunte a quien le dio la clave.' },
  request_timeout: { title: 'Tardó demasiado.', remedy: 'Compruebe la conexión e inténtelo de nuevo.' },
  body_too_large: { title: 'Es demasiado de una vez.', remedy: 'Envíe menos, o un archivo más pequeño.' },
  rate_limited: {
    title: 'Demasiadas peticiones a la vez.',
    remedy: 'Espere un minuto e inténtelo de nuevo.',
  },
  overloaded: {
    title: 'La pasarela está muy ocupada.',
    remedy: 'No se ha hecho nada. Inténtelo de nuevo en unos segundos.',
  },
  storage_unavailable: {
    title: 'La pasarela no llega a su base de datos.',
    remedy: 'No se ha hecho nada. Inténtelo en unos segundos; si sigue así, avise al operador.',
  },
  internal_error: {
    title: 'Algo ha fallado en la pasarela.',
    remedy: 'Inténtelo de nuevo; si sigue así, dé al operador el número de la petición.',
  },
  session_not_found: { title: 'Esa sesión no existe.', remedy: 'Puede que se haya borrado.' },
  session_exists: { title: 'Ya hay una sesión con ese nombre.', remedy: 'Elija otro nombre.' },
  session_busy: {
    title: 'La sesión está ocupada con otra cosa.',
    remedy: 'Inténtelo de nuevo en unos segundos.',
  },
  session_logged_out: {
    title: 'No hay ningún teléfono conectado.',
    remedy: 'Inicie la sesión y escanee su código QR; después inténtelo de nuevo.',
  },
  session_not_running: { title: 'La sesión no está en marcha.', remedy: 'Iníciela e inténtelo de nuevo.' },
  session_not_ready: {
    title: 'La sesión no está conectada a WhatsApp.',
    remedy: 'Espere a que se conecte e inténtelo de nuevo.',
  },
  worker_not_found: { title: 'Ese worker ya no está o está a punto de irse.', remedy: 'Elija otro.' },
  session_there_already: { title: 'La sesión ya está ahí.', remedy: 'Elija otro worker.' },
  no_room_elsewhere: {
    title: 'Ningún otro worker tiene sitio para esta sesión.',
    remedy: 'Añada un worker o aumente cuántas sesiones admite cada uno.',
  },
  qr_not_available: { title: 'Ahora no hay código QR.', remedy: 'Espere un momento o inicie la sesión.' },
  link_used: {
    title: 'Desde que se hizo este enlace se conectó un teléfono.',
    remedy: 'Para conectar otro, pida un enlace nuevo.',
  },
  link_cannot_start: {
    title: 'La sesión se detuvo a propósito.',
    remedy: 'Pida a quien le dio el enlace que la inicie.',
  },
  pairing_not_possible: {
    title: 'Ahora no puede haber código.',
    remedy: 'Inicie la sesión y pídalo de nuevo.',
  },
  pairing_refused: {
    title: 'WhatsApp no dio ningún código.',
    remedy: 'Compruebe el número y espere unos minutos. El código QR sigue funcionando.',
  },
  pairing_timeout: { title: 'El código no llegó a tiempo.', remedy: 'Pídalo de nuevo o use el código QR.' },
  invalid_recipient: {
    title: 'Eso no es un número de teléfono.',
    remedy: 'Escríbalo con el código del país, como +55 11 98765-4321.',
  },
  country_code_needed: {
    title: 'Falta el código del país.',
    remedy: 'Escríbalo con un más, como +55 11 98765-4321.',
  },
  unknown_recipient: { title: 'Ese número no tiene WhatsApp.', remedy: 'Compruebe el número.' },
  message_not_found: { title: 'Ese mensaje ya no existe.', remedy: 'Puede que sea demasiado antiguo.' },
  message_not_sent: {
    title: 'El mensaje aún no ha salido.',
    remedy: 'Espere a que se envíe, o cancélelo.',
  },
  message_not_failed: { title: 'El mensaje no ha fallado.', remedy: 'No hace falta enviarlo de nuevo.' },
  message_may_have_arrived: {
    title: 'Es posible que el mensaje haya llegado.',
    remedy: 'Mire en el teléfono antes de enviarlo de nuevo.',
  },
  message_resent: { title: 'El mensaje ya se envió de nuevo.', remedy: 'Mire el nuevo.' },
  media_type_mismatch: {
    title: 'Ese archivo no se puede enviar así.',
    remedy: 'Envíelo como documento.',
  },
  media_not_found: { title: 'No se conoce ese archivo.', remedy: 'Puede que sea demasiado antiguo.' },
  media_gone: { title: 'El archivo ya no está guardado.', remedy: 'Pida que lo envíen de nuevo.' },
  media_not_ready: {
    title: 'El archivo se está descargando.',
    remedy: 'Inténtelo de nuevo en unos segundos.',
  },
  media_not_taken: { title: 'El archivo era demasiado grande.', remedy: 'Véalo en el teléfono.' },
  media_too_large: { title: 'El archivo es demasiado grande.', remedy: 'Envíe uno más pequeño.' },
  media_failed: {
    title: 'No se pudo descargar el archivo de WhatsApp.',
    remedy: 'Véalo en el teléfono o pida que lo envíen de nuevo.',
  },
  media_store_unavailable: {
    title: 'Ahora no se pueden guardar ni leer archivos.',
    remedy: 'Inténtelo en unos segundos; si sigue así, avise al operador.',
  },
  version_mismatch: {
    title: 'La pasarela se está actualizando.',
    remedy: 'Inténtelo de nuevo en unos minutos.',
  },
  command_expired: {
    title: 'La sesión no se conectó a tiempo.',
    remedy: 'No se ha hecho nada. Inténtelo de nuevo cuando esté conectada.',
  },
  outcome_unknown: {
    title: 'WhatsApp no respondió a tiempo.',
    remedy: 'Puede haberse hecho de todos modos: mírelo antes de repetirlo.',
  },
  target_not_found: { title: 'WhatsApp no lo conoce.', remedy: 'Puede que se haya borrado.' },
  refused_by_whatsapp: {
    title: 'WhatsApp no lo permite.',
    remedy: 'Solo se cambian los mensajes propios: durante 15 minutos, y se borran durante dos días.',
  },
  unsupported_by_whatsapp: { title: 'WhatsApp Web no ofrece esto.', remedy: 'Hágalo en el teléfono.' },
  event_gone: { title: 'Ese evento ya no se guarda.', remedy: 'No se puede entregar de nuevo.' },
  webhook_blocked_address: {
    title: 'No se pueden enviar eventos a esa dirección.',
    remedy: 'Use una dirección pública. El operador puede permitir otras.',
  },
  webhook_from_environment: {
    title: 'Ese destino viene de la configuración.',
    remedy: 'Aquí solo se activa y desactiva; el operador cambia el resto.',
  },
  webhook_disabled: { title: 'El destino está desactivado.', remedy: 'Actívelo e inténtelo de nuevo.' },
  delivery_pending: { title: 'La entrega sigue en camino.', remedy: 'Espere su resultado.' },
} satisfies Texts<typeof en>;
