import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  title: 'Gateway de WhatsApp',
  skipToContent: 'Ir para o conteúdo',
  navigation: 'Navegação principal',
  openNavigation: 'Abrir a navegação',
  sessions: 'Sessões',
  conversations: 'Conversas',
  jobs: 'Agendadas e em massa',
  deliveries: 'Entregas',
  operations: 'Operação',
  allTenants: 'Todos os clientes',
  tenant: 'Cliente {{tenant}}',
  language: 'Idioma',
  colours: 'Cores',
  light: 'Claro',
  dark: 'Escuro',
  auto: 'Como o aparelho',
  signOut: 'Sair',
  loading: 'Carregando',
  notFound: 'Essa página não existe.',
  retry: 'Tentar de novo',
  cancel: 'Cancelar',
  close: 'Fechar',
  connectionLost:
    'Sem conexão com o gateway. O que você vê pode estar desatualizado; continua sozinho assim que o gateway responder.',
  unexpected: 'Algo deu errado.',
  unreachable: 'Sem conexão com o gateway. Verifique a rede e tente de novo.',
  requestId: 'Pedido {{id}}',
  failedToShow: 'Não foi possível mostrar esta página.',
  reload: 'Carregar de novo',
} satisfies Texts<typeof en>;
