/** Programs that use what the README only defines; they run in a folder of `dist`. */

export const PROVIDERS = `
import { WhatsAppMicroserviceClient } from './microservice-client.ts';
import { WhatsAppProvider } from './whatsapp-provider.ts';

const [url, key] = [process.env.GATEWAY_URL ?? '', process.env.GATEWAY_KEY ?? ''];
const provider = new WhatsAppProvider(url, key);
console.log('provider:', await provider.getSessionStatus('loja'), await provider.getSessionStatus('nobody'));
console.log('provider:', (await provider.getContacts('loja')).map((contact) => contact.name));
console.log('provider:', (await provider.sendMessage('loja', '+5511987654321', 'Oi')).status);
console.log('provider:', (await provider.createSession('segunda', 'acme')).tenantId);
await provider.deleteSession('segunda');

const service = new WhatsAppMicroserviceClient(url, key);
console.log('service:', await service.startSession('loja'), (await service.getStatus('loja')).connected);
console.log('service:', await service.sendMessage('loja', '+5511987654321', 'Oi'));
console.log('service:', await service.sendMessage('nobody', '+5511987654321', 'Oi'));
`;

export const SERVE_ROUTE = `
import { serveFetchHandler } from '../../src/testing/fetch-server.ts';
import { POST } from './route.ts';

await serveFetchHandler(POST, Number(process.env.PORT));
`;

/** What the programs print, one line after the other. */
export const EXPECTED = new RegExp(
  [
    'first message: (delivered|read)',
    'one message: true',
    'event: eco: .*',
    'file: invoice.pdf %PDF-1.7',
    'batch: true 2',
    'error: invalid_request 400 .*',
    'browser: ready',
    'provider: connected disconnected',
    "provider: \\[ 'Ana' \\]",
    'provider: (queued|sending|sent)',
    'provider: acme',
    'service: true true',
    'service: true',
    'service: false',
  ].join('\\n'),
);
