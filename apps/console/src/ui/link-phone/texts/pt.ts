import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  ways: 'Formas de conectar',
  scan: 'Escanear QR Code',
  type: 'Digitar um código',
  qr: {
    heading: 'Escaneie o QR Code com seu WhatsApp',
    alt: 'QR Code do WhatsApp. Se você não consegue ver ou apontar a câmera, escolha “Digitar um código”.',
    coming: 'O QR Code está sendo preparado…',
    renewing: 'Um novo QR Code está chegando…',
    valid_one: 'Um novo código vem em {{count}} segundo',
    valid_other: 'Um novo código vem em {{count}} segundos',
    rests:
      'Um código para digitar foi pedido, e o WhatsApp não mostra o QR Code enquanto ele espera. Se o código não for digitado, o QR Code volta sozinho em cerca de três minutos.',
    announced: 'Um QR Code está na tela.',
    replaced: 'Um novo QR Code está na tela.',
    otherWay: 'Abriu esta página no próprio celular que vai conectar? Ou não consegue ver a imagem?',
    useOtherWay: 'Conectar digitando um código',
  },
  steps: {
    heading: 'No seu celular',
    open: 'Abra o WhatsApp no seu celular',
    devices: 'Toque em “Dispositivos vinculados”',
    devicesPlace:
      'Android: no menu ⋮. iPhone: em Configurações. Em alguns celulares o nome é “Dispositivos conectados”.',
    link: 'Toque em “Vincular um dispositivo”',
    scan: 'Escaneie este código',
    type: 'Toque em “Vincular com número de telefone” (ou “Conectar com…”) e digite o código',
  },
  code: {
    heading: 'Conectar digitando um código',
    phone: 'Número do WhatsApp do celular que vai conectar',
    phoneHint: 'Com + e o código do país, por exemplo +55 11 91234-5678',
    phoneWrong:
      'Escreva o número com + e o código do país, por exemplo +55 11 91234-5678: de 8 a 15 algarismos.',
    ask: 'Receber o código',
    asking: 'Pedindo um código ao WhatsApp. Isso pode levar meio minuto.',
    yours: 'Digite este código no WhatsApp do celular com o número',
    announced: 'Seu código: {{code}}',
    copy: 'Copiar o código',
    valid: 'Ele vale por mais {{time}} minutos.',
    another: 'Receber outro código',
    ended: 'Esse código não foi digitado a tempo. Peça outro.',
    waits:
      'Um código já foi pedido e espera ser digitado no celular. Se você não tem esse código, peça outro.',
  },
} satisfies Texts<typeof en>;
