import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  states: {
    created: 'Nova',
    starting: 'Iniciando',
    qr: 'Aguarda o escaneamento',
    pairing: 'Aguarda o código',
    authenticating: 'Sincronizando',
    ready: 'Conectada',
    reconnecting: 'Reconectando',
    stopped: 'Parada',
    logged_out: 'Desvinculada',
    failed: 'Com falha',
  },
  codes: {
    created: {
      sentence: 'A sessão nunca foi iniciada.',
      remedy: 'Inicie para receber um QR code.',
    },
    waiting_for_worker: {
      sentence: 'A sessão aguarda um lugar livre em um servidor.',
      remedy: 'Se demorar, avise a operação: faltam workers ou memória, ou MAX_SESSIONS está baixo.',
    },
    no_matching_worker: {
      sentence: 'Nenhum worker ativo tem todas as etiquetas desta sessão.',
      remedy: 'Mude as etiquetas da sessão ou peça à operação um worker que as tenha.',
    },
    starting: { sentence: 'O WhatsApp Web está abrindo; leva alguns segundos.', remedy: '' },
    scan_qr: {
      sentence: 'A sessão aguarda o celular.',
      remedy: 'Escaneie o QR code: WhatsApp no celular, Dispositivos vinculados, Vincular um dispositivo.',
    },
    enter_code: {
      sentence: 'A sessão aguarda que o código seja digitado no celular.',
      remedy:
        'WhatsApp no celular, Dispositivos vinculados, Vincular um dispositivo, Vincular com número de telefone.',
    },
    authenticating: {
      sentence: 'O celular está vinculado; as mensagens estão sendo sincronizadas.',
      remedy: '',
    },
    ready: { sentence: 'Mensagens podem ser enviadas e recebidas.', remedy: '' },
    interrupted: {
      sentence: 'A conexão com o WhatsApp caiu e está sendo refeita. As mensagens esperam; nenhuma se perde.',
      remedy: '',
    },
    worker_lost: {
      sentence: 'O servidor desta sessão caiu; outro está assumindo. As mensagens esperam; nenhuma se perde.',
      remedy: '',
    },
    moving: {
      sentence: 'A sessão está indo para outro servidor. As mensagens esperam; nenhuma se perde.',
      remedy: '',
    },
    login_unavailable: {
      sentence: 'Não é possível ler o login guardado; continuamos tentando.',
      remedy: 'A operação precisa verificar LOGIN_STORE e a chave dele.',
    },
    unreachable: {
      sentence: 'O WhatsApp não responde; continuamos tentando.',
      remedy: 'A operação precisa verificar rede, DNS e proxy do worker.',
    },
    start_timeout: {
      sentence: 'O WhatsApp Web não abriu a tempo; está sendo iniciado de novo.',
      remedy: '',
    },
    crashed: {
      sentence: 'O navegador desta sessão caiu; está sendo iniciado de novo.',
      remedy: '',
    },
    unresponsive: {
      sentence: 'O navegador desta sessão parou de responder; está sendo iniciado de novo.',
      remedy: '',
    },
    profile_in_use: {
      sentence: 'Outro programa está usando o login desta sessão.',
      remedy: 'Encerre esse programa; depois a sessão continua sozinha.',
    },
    conflict: {
      sentence: 'O WhatsApp Web está aberto em outro lugar com o mesmo login.',
      remedy: 'Feche a outra janela; depois a sessão continua sozinha.',
    },
    proxy_blocked: {
      sentence: 'O WhatsApp recusa o endereço de internet do servidor; continuamos tentando.',
      remedy: 'A operação precisa trocar o proxy ou o endereço de saída.',
    },
    launch_failed: {
      sentence: 'O navegador desta sessão não inicia; continuamos tentando.',
      remedy: 'A operação precisa verificar CHROME_EXECUTABLE_PATH e o log do worker.',
    },
    incompatible: {
      sentence: 'O WhatsApp mudou, e esta versão do gateway não funciona com ele.',
      remedy: 'A operação precisa atualizar o gateway.',
    },
    blocked: {
      sentence: 'O WhatsApp baniu este número.',
      remedy:
        'Abra o WhatsApp no celular e peça uma revisão. Inicie a sessão de novo quando o celular voltar a funcionar.',
    },
    stopped: {
      sentence: 'A sessão foi parada; o login continua guardado.',
      remedy: 'Inicie para conectar de novo. Não precisa de novo QR code.',
    },
    unused: {
      sentence: 'A sessão foi parada porque ninguém a usou por muito tempo; o login continua guardado.',
      remedy: 'Inicie para conectar de novo. Não precisa de novo QR code.',
    },
    not_scanned: {
      sentence: 'Ninguém escaneou o QR code a tempo.',
      remedy: 'Inicie a sessão para receber um novo.',
    },
    logged_out: {
      sentence: 'O celular não está mais vinculado.',
      remedy: 'Inicie a sessão e escaneie o novo QR code.',
    },
    deleted: { sentence: 'A sessão foi excluída, e o login com ela.', remedy: '' },
  },
  select: {
    label: 'Sessão',
    placeholder: 'Busque por nome ou número',
    none: 'Nenhuma sessão corresponde.',
    loading: 'Carregando as sessões',
    withoutNumber: 'ainda sem número',
    clear: 'Limpar a escolha',
  },
} satisfies Texts<typeof en>;
