import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  title: 'Pasarela de WhatsApp',
  skipToContent: 'Ir al contenido',
  navigation: 'Navegación principal',
  openNavigation: 'Abrir la navegación',
  sessions: 'Sesiones',
  conversations: 'Conversaciones',
  jobs: 'Programados y masivos',
  deliveries: 'Entregas',
  operations: 'Operación',
  allTenants: 'Todos los clientes',
  tenant: 'Cliente {{tenant}}',
  language: 'Idioma',
  colours: 'Colores',
  light: 'Claro',
  dark: 'Oscuro',
  auto: 'Como el dispositivo',
  signOut: 'Cerrar sesión',
  loading: 'Cargando',
  notFound: 'Esa página no existe.',
  retry: 'Reintentar',
  cancel: 'Cancelar',
  close: 'Cerrar',
  connectionLost:
    'No hay conexión con la pasarela. Lo que ve puede ser antiguo; sigue solo en cuanto la pasarela responda.',
  unexpected: 'Algo ha ido mal.',
  unreachable: 'No hay conexión con la pasarela. Compruebe la red e inténtelo de nuevo.',
  requestId: 'Petición {{id}}',
  failedToShow: 'No se pudo mostrar esta página.',
  reload: 'Cargarla de nuevo',
} satisfies Texts<typeof en>;
