import type { WorkerSettings } from '@wagw/shared/config/settings';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { VERSION } from '@wagw/shared/version';
import { Agent, request } from 'undici';
import { outcomeOfError } from '../webhooks/outcome.ts';
import { type Finding, failed, ok, warning } from './finding.ts';

const TIMEOUT_MS = 10_000;

/** Whether the receiver of APP_WEBHOOK_URL can be reached. It is asked with HEAD, which changes nothing there. */
export async function webhookChecks(settings: WorkerSettings): Promise<Finding[]> {
  const { APP_WEBHOOK_URL: url, WEBHOOK_SECRET: secret, WEBHOOK_ALLOWED_HOSTS: allowedHosts } = settings;
  if (url === undefined) return [];
  return [
    await reachFinding(new URL(url), allowedHosts),
    secret === undefined
      ? warning(
          'webhook.signature',
          'WEBHOOK_SECRET is not set: the receiver cannot tell events from forged ones.',
          'Set WEBHOOK_SECRET to whsec_ and the output of: openssl rand -base64 32',
        )
      : ok('webhook.signature', 'Events are signed.'),
  ];
}

async function reachFinding(url: URL, allowedHosts: readonly string[]): Promise<Finding> {
  const check = 'webhook.reachable';
  const guard = createAddressGuard(allowedHosts);
  const agent = new Agent({ connect: { timeout: TIMEOUT_MS / 2, lookup: guard.lookup } });
  try {
    guard.check(url);
    const { statusCode, body } = await request(url, {
      method: 'HEAD',
      dispatcher: agent,
      headers: { 'user-agent': `whatsapp-gateway/${VERSION} (doctor)` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    // Whatever it says to HEAD, it is there: many receivers only know POST.
    return statusCode < 500
      ? ok(check, `${url.host} answers (${statusCode} to HEAD).`)
      : warning(
          check,
          `${url.host} answers ${statusCode} to HEAD.`,
          'See whether the receiver is well; events are repeated for days.',
        );
  } catch (error) {
    return unreachable(check, url, error);
  } finally {
    await agent.destroy();
  }
}

function unreachable(check: string, url: URL, error: unknown): Finding {
  const outcome = outcomeOfError(error);
  const code = outcome.outcome === 'failed' ? outcome.code : 'connection_reset';
  const detail = outcome.outcome === 'failed' ? outcome.detail : '';
  const said = `${url.host} cannot be reached (${code}): ${detail.replace(/\.$/, '')}.`;
  return failed(
    check,
    said,
    REMEDIES[code] ?? 'Check APP_WEBHOOK_URL, and that the receiver runs and can be reached from here.',
  );
}

const REMEDIES: Readonly<Record<string, string>> = {
  dns_error: 'Check the host name in APP_WEBHOOK_URL, and the name server of this machine.',
  tls_error:
    'Let the receiver show a certificate that Node trusts; for one of your own set NODE_EXTRA_CA_CERTS.',
  blocked_address: 'Only public addresses are dialled. Name a private receiver in WEBHOOK_ALLOWED_HOSTS.',
};
