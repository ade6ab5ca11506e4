import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { buildConsole } from '@wagw/sandbox/build-console';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { CHAT, SESSION, startConsoleStub } from './console/stub-api.ts';
import { say, schedule } from './scripted-gateway.ts';

/**
 * A conversation of many messages in the console's real pages and a real Chromium, scrolled from its end to its beginning and back: what
 * the browser's main thread does meanwhile, by its own count of tasks over 50 ms. The API is a stub that answers at once, since only the
 * page is measured. With `--ahead` the browser goes ahead of what else this machine does, which only root may ask for. Run it by hand:
 * pnpm bench console-scroll [--messages 10000] [--step 1200] [--ahead]
 */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    step: { type: 'string', default: '1200' },
    ahead: { type: 'boolean', default: false },
  },
});
const PATIENCE_MS = 600_000;

const parts = ensureSystemParts({ chrome: undefined, usualBrowsers: USUAL_BROWSERS }, () => undefined);
const folder = await mkdtemp(join(tmpdir(), 'wagw-console-scroll-'));
await buildConsole(folder);
const stub = await startConsoleStub(folder, Number(values.messages));
const browser = await puppeteer.launch({
  executablePath: parts.chrome,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  protocolTimeout: PATIENCE_MS,
});
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${stub.url}/console/conversations/${SESSION}/${CHAT}`);
  await page.waitForSelector('[data-message]');
  if (values.ahead) await letGoAhead(browser);
  report('from the end to the beginning', await scroll(page, -Number(values.step)));
  if (stub.served() < Number(values.messages)) throw new Error(`Only ${stub.served()} messages were read.`);
  report('from the beginning to the end', await scroll(page, Number(values.step)));
} finally {
  await browser.close();
  await stub.close();
  await rm(folder, { recursive: true, force: true });
}

interface Scrolled {
  readonly frames: number;
  readonly seconds: number;
  /** Durations of tasks over 50 ms, in milliseconds. */
  readonly long: readonly number[];
}

/**
 * Scrolls by so many pixels in each frame until it goes no further: at the end, or at the beginning once nothing older is there. The
 * program of the page is a text, since this project compiles none for browsers here.
 */
async function scroll(page: Page, step: number): Promise<Scrolled> {
  const program = `new Promise((resolve) => {
    const list = document.querySelector('section section');
    const long = [];
    const observer = new PerformanceObserver((found) => {
      for (const { duration } of found.getEntries()) long.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const began = performance.now();
    let frames = 0;
    let still = 0;
    let last = -1;
    const isDone = () => {
      const isThere = ${step} < 0 ? list.innerText.includes('begins here') : true;
      still = list.scrollTop === last && isThere ? still + 1 : 0;
      last = list.scrollTop;
      return still > 60;
    };
    const frame = () => {
      frames += 1;
      list.scrollTop += ${step};
      if (!isDone()) return requestAnimationFrame(frame);
      observer.disconnect();
      resolve({ frames, seconds: (performance.now() - began) / 1000, long });
    };
    requestAnimationFrame(frame);
  })`;
  return (await page.evaluate(program)) as Scrolled;
}

function report(way: string, { frames, seconds, long }: Scrolled): void {
  const longest = Math.round(Math.max(0, ...long));
  const over = long.filter((duration) => duration > 100).length;
  say(
    `${values.messages} messages, ${way}: longest task ${longest < 50 ? 'under 50' : longest} ms, ${long.length} tasks over 50 ms, ${over} over 100 ms; ${frames} frames in ${seconds.toFixed(1)} s`,
  );
}

/** Every process that the browser has by now; without the rights for it, they stay as they are. */
async function letGoAhead(started: Browser): Promise<void> {
  const pid = started.process()?.pid;
  if (pid === undefined) return;
  const { stdout } = await promisify(execFile)('pgrep', ['--pgroup', String(pid)]);
  await schedule(stdout.trim().split('\n').map(Number), '--rr', 10);
}
