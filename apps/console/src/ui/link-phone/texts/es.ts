import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  ways: 'Formas de conectar',
  scan: 'Escanear código QR',
  type: 'Escribir un código',
  qr: {
    heading: 'Escanee el código QR con su WhatsApp',
    alt: 'Código QR de WhatsApp. Si no puede verlo o no puede apuntarle con una cámara, elija “Escribir un código”.',
    coming: 'Se está preparando el código QR…',
    renewing: 'Ya llega un código QR nuevo…',
    valid_one: 'En {{count}} segundo llega un código nuevo',
    valid_other: 'En {{count}} segundos llega un código nuevo',
    rests:
      'Se pidió un código para escribir, y WhatsApp no muestra el código QR mientras ese espera. Si no se escribe, el código QR vuelve solo en unos tres minutos.',
    announced: 'Hay un código QR en la pantalla.',
    replaced: 'Hay un código QR nuevo en la pantalla.',
    otherWay: '¿Abrió esta página en el mismo teléfono que quiere conectar? ¿O no puede ver la imagen?',
    useOtherWay: 'Conectar escribiendo un código',
  },
  steps: {
    heading: 'En su teléfono',
    open: 'Abra WhatsApp en su teléfono',
    devices: 'Toque “Dispositivos vinculados”',
    devicesPlace: 'Android: en el menú ⋮. iPhone: en Configuración.',
    link: 'Toque “Vincular un dispositivo”',
    scan: 'Escanee este código',
    type: 'Toque “Vincular con el número de teléfono” y escriba el código',
  },
  code: {
    heading: 'Conectar escribiendo un código',
    phone: 'Número de WhatsApp del teléfono que va a conectar',
    phoneHint: 'Con + y el código del país, por ejemplo +52 55 1234 5678',
    phoneWrong:
      'Escriba el número con + y el código del país, por ejemplo +52 55 1234 5678: de 8 a 15 cifras.',
    ask: 'Recibir el código',
    asking: 'Pidiendo un código a WhatsApp. Puede tardar medio minuto.',
    yours: 'Escriba este código en el WhatsApp del teléfono con el número',
    announced: 'Su código: {{code}}',
    copy: 'Copiar el código',
    valid: 'Sirve durante {{time}} minutos más.',
    another: 'Recibir otro código',
    ended: 'Ese código no se escribió a tiempo. Pida otro.',
    waits: 'Ya se pidió un código y espera a que lo escriban en el teléfono. Si no lo tiene, pida otro.',
  },
} satisfies Texts<typeof en>;
