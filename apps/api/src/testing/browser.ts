import { askAs } from './ask-as.ts';
import type { Answer } from './running-api.ts';

interface Asking {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** What a browser does of itself: it keeps a cookie, and sends it with whatever a page asks. */
export interface Browser {
  signIn(key: string, headers?: Record<string, string>): Promise<Answer>;
  /** With the cookie, and nothing else that nobody has named. */
  ask(method: string, path: string, asking?: Asking): Promise<Answer>;
  /** As `ask`, with the token that the pages of the console know. */
  askFromConsole(method: string, path: string, asking?: Asking): Promise<Answer>;
  /** As it is sent; empty without one. */
  cookie(): string;
}

export function openBrowser(baseUrl: string): Browser {
  const ask = askAs(baseUrl, {});
  let cookie = '';
  let csrfToken = '';

  const browser: Browser = {
    async signIn(key, headers = {}) {
      const answer = await browser.ask('POST', '/console/session', { body: { key }, headers });
      csrfToken = String(answer.body.csrfToken);
      return answer;
    },

    async ask(method, path, { body, headers = {} } = {}) {
      const answer = await ask(method, path, body, { ...(cookie === '' ? {} : { cookie }), ...headers });
      const [set] = answer.headers.getSetCookie();
      if (set !== undefined) cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '');
      return answer;
    },

    askFromConsole: (method, path, { body, headers = {} } = {}) =>
      browser.ask(method, path, { body, headers: { 'x-csrf-token': csrfToken, ...headers } }),

    cookie: () => cookie,
  };
  return browser;
}
