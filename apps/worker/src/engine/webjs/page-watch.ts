import type { Browser, Page } from 'puppeteer';

export interface PageNews {
  /** The browser, the page or its renderer is gone. None of the library's events says so. */
  crashed(detail: string): void;
  /** WhatsApp has led the page to its address after a logout. */
  loggedOut(): void;
  /** An error that nothing in the page has caught. */
  pageError(message: string): void;
}

/** How many errors of the page are kept for the reason of an end. */
const KEPT_ERRORS = 20;

/** Listens to browser and page beside the library, and keeps what explains a failure. */
export class PageWatch {
  readonly pageErrors: string[] = [];
  /** Status of the last answer to a request for the page itself. */
  httpStatus: number | undefined;

  constructor(browser: Browser, page: Page, news: PageNews) {
    browser.on('disconnected', () => news.crashed('the browser is gone'));
    page.on('error', (error) => news.crashed(error.message));
    page.on('close', () => news.crashed('the page was closed'));
    page.on('pageerror', (error) => {
      const message = error instanceof Error ? error.message : String(error);
      this.pageErrors.push(message);
      if (this.pageErrors.length > KEPT_ERRORS) this.pageErrors.shift();
      news.pageError(message);
    });
    page.on('response', (response) => {
      if (response.frame() === page.mainFrame() && response.request().isNavigationRequest()) {
        this.httpStatus = response.status();
      }
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url().includes('post_logout=1')) news.loggedOut();
    });
  }
}
