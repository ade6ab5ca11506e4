import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  heading: 'Entrar',
  explanation:
    'Com a chave que você recebeu para este gateway. Ela fica no servidor: o navegador guarda só um cookie.',
  key: 'Chave',
  show: 'Mostrar ou esconder a chave',
  submit: 'Entrar',
  wrongKey: 'Esta chave não é válida. Veja se foi copiada inteira ou peça uma nova.',
  ended: 'Sua sessão terminou. Entre para continuar.',
} satisfies Texts<typeof en>;
