import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  heading: 'Iniciar sesión',
  explanation:
    'Con la clave que le dieron para esta pasarela. Se queda en el servidor: el navegador solo guarda una cookie.',
  key: 'Clave',
  show: 'Mostrar u ocultar la clave',
  submit: 'Entrar',
  wrongKey: 'Esta clave no es válida. Compruebe que la copió entera o pida una nueva.',
  ended: 'Su sesión se ha cerrado. Inicie sesión para seguir.',
} satisfies Texts<typeof en>;
