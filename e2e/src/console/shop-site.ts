import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop's own web site, which shows a page of the console in a frame as wide as a small phone. */
export interface ShopSite {
  readonly origin: string;
  /** The address of its page with that one in a frame. What the frame tells it is in `window.told`. */
  embedding(url: string): string;
  close(): Promise<void>;
}

export async function startShopSite(): Promise<ShopSite> {
  const server = createServer((request, response) => {
    const framed = new URL(request.url ?? '', 'http://shop').searchParams.get('framed') ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="pt-BR"><title>Minha loja</title>
<script>
  window.told = [];
  addEventListener('message', ({ origin, data }) => window.told.push({ origin, data }));
</script>
<main aria-label="Minha loja"><h1>Minha loja</h1><iframe title="WhatsApp" width="360" height="640" allow="clipboard-write" src="${framed}"></iframe></main>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    embedding: (url) => `${origin}/?framed=${encodeURIComponent(url)}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
