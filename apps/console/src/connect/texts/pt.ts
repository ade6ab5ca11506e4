import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  title: 'Conectar WhatsApp',
  heading: 'Conecte o WhatsApp de {{name}}',
  purpose:
    'Com o celular que você conectar aqui, “{{name}}” poderá enviar e receber mensagens pelo WhatsApp dele. Continue somente se souber quem lhe deu este link.',
  lost: 'A conexão caiu. Esta página continua sozinha assim que ela voltar.',
  loading: 'Um momento…',
  busy: {
    queue: {
      title: 'Esperando uma vaga',
      text: 'Começa sozinho assim que houver uma. Se levar mais de alguns minutos, avise quem lhe enviou este link.',
    },
    starting: { title: 'O código está sendo preparado', text: 'Ele aparece aqui em alguns segundos.' },
    authenticating: {
      title: 'O celular está sendo conectado',
      text: 'Está quase pronto. Deixe o WhatsApp aberto no celular.',
    },
    reconnecting: {
      title: 'A conexão com o WhatsApp está sendo refeita',
      text: 'Isso continua sozinho. Se levar mais de alguns minutos, avise quem lhe enviou este link.',
    },
  },
  resting: {
    new: { title: 'Pronto para começar', text: 'Tenha o celular em mãos e peça o código.' },
    notScanned: {
      title: 'O tempo acabou',
      text: 'Ninguém escaneou o código a tempo. Tenha o celular em mãos e peça um novo.',
    },
    stopped: { title: 'Esta conexão está desligada', text: 'Peça um código para conectar o celular.' },
    loggedOut: {
      title: 'Nenhum celular está conectado',
      text: 'O último foi desconectado. Peça um código para conectar um celular.',
    },
  },
  start: 'Receber um código',
  startAgain: 'Receber um novo código',
  stuck: {
    blocked: {
      title: 'O WhatsApp baniu este número',
      text: 'Abra o WhatsApp no celular e peça uma análise por lá. Quando o WhatsApp voltar a funcionar no celular, avise quem lhe enviou este link.',
    },
    failed: {
      title: 'Não está funcionando no momento',
      text: 'Uma nova tentativa é feita sozinha, e você pode deixar esta página aberta. Avise quem lhe enviou este link e diga este código:',
    },
  },
  connected: {
    title: 'WhatsApp conectado com sucesso!',
    number: 'Conectado com o número',
    nothingMore: 'Não falta mais nada. Você pode fechar esta página.',
    nothingMoreHere: 'Não falta mais nada por aqui.',
    soon: 'Em instantes você será levado para {{host}}.',
    goOn: 'Continuar em {{host}}',
  },
  end: {
    invalid: {
      title: 'Este link não vale mais',
      text: 'Ele expirou ou não foi copiado por inteiro. Peça um novo a quem lhe enviou.',
    },
    used: {
      title: 'Este link já foi usado',
      text: 'Um celular foi conectado depois que ele foi feito. Para conectar outro, peça um novo link a quem lhe enviou.',
    },
  },
} satisfies Texts<typeof en>;
