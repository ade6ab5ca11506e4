import type connect from '../connect/languages/en.ts';
import type en from './languages/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof en & typeof connect;
  }
}
