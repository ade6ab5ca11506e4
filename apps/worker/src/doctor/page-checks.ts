import { NEEDED_TO_LINK, NEEDED_WHEN_LINKED, type PageContract } from '../engine/webjs/page-contract.ts';
import type { OpenedPage, TriedBrowser } from '../engine/webjs/try-browser.ts';
import { type Finding, failed, messageOf, ok, warning } from './finding.ts';

const QR_MS = 60_000;
const NAMED = 5;

const UPDATE =
  'WhatsApp Web has changed. Update the gateway; sessions that are linked may still work, so do not log them out.';

/**
 * Whether WhatsApp Web is what whatsapp-web.js needs, as far as a page without a login shows it: all that a login needs, and which of the
 * other modules are loaded already.
 */
export async function pageChecks(
  browser: Pick<TriedBrowser, 'openWhatsApp'>,
  ms = QR_MS,
): Promise<Finding[]> {
  const opened = await browser.openWhatsApp(ms).catch((error: unknown) => messageOf(error));
  if (typeof opened === 'string') {
    return [
      failed(
        'page.reached',
        `web.whatsapp.com cannot be opened: ${opened}.`,
        'Check the network of the worker, DNS, a proxy in CHROME_ARGS, and whether this address is blocked.',
      ),
    ];
  }
  const { contract } = opened;
  if (contract === undefined || !isAnswer(opened.httpStatus)) return [notWhatsApp(opened)];
  const version = contract.version ?? 'unknown';
  return [
    ok('page.reached', `web.whatsapp.com answers; WhatsApp Web ${version}.`),
    linkFinding(contract),
    qrFinding(contract),
    restFinding(contract),
  ];
}

const isAnswer = (status: number | undefined): boolean => status === undefined || status < 400;

function notWhatsApp({ httpStatus, contract, failure }: OpenedPage): Finding {
  const what = isAnswer(httpStatus)
    ? `cannot be looked into: ${failure ?? 'it shows nothing'}`
    : `answers with ${httpStatus} (${contract?.title ?? 'no title'})`;
  return failed('page.reached', `web.whatsapp.com ${what}.`, 'Try again later, and from another address.');
}

function linkFinding({ missing, title }: PageContract): Finding {
  if (missing.length === 0) {
    return ok('page.login', `All ${NEEDED_TO_LINK.length} parts of the page that a login needs are there.`);
  }
  return missing.length === NEEDED_TO_LINK.length
    ? failed(
        'page.login',
        `The page shows nothing of WhatsApp Web; its title is "${title}".`,
        'If it asks for another browser, update Chromium; otherwise update the gateway.',
      )
    : failed('page.login', `The page has no ${missing.join(', ')}.`, UPDATE);
}

function qrFinding({ hasQr, socketState }: PageContract): Finding {
  return hasQr
    ? ok('page.qr', 'It is connected with WhatsApp, and has a QR code to show.')
    : failed(
        'page.qr',
        `It shows no QR code; its connection is ${socketState ?? 'not there'}.`,
        "Check that web.whatsapp.com can be reached by WebSocket, too: a proxy must let it through. WhatsApp's servers may also be down.",
      );
}

function restFinding({ unseen }: PageContract): Finding {
  const all = NEEDED_WHEN_LINKED.length;
  const seen = all - unseen.length;
  const which = unseen.slice(0, NAMED).join(', ') + (unseen.length > NAMED ? ', …' : '');
  if (unseen.length === 0)
    return ok('page.rest', `All ${all} modules that are used after a login are loaded already.`);
  // Builds load what nobody needs yet later on: nothing is wrong with that.
  const said = `${seen} of ${all} modules that are used after a login are loaded already. The others can be seen only after one: ${which}.`;
  return seen > 0
    ? ok('page.rest', said)
    : warning('page.rest', said, 'Link one session and see that it becomes ready before you link others.');
}
