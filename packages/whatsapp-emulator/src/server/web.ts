import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Certificate } from './certificate.ts';
import { pageDocument } from './documents.ts';
import { PageSocket } from './page-socket.ts';
import type { Service } from './service.ts';

const UPLOAD_LIMIT = 100 * 1024 * 1024;

/** The TLS front that a browser takes for web.whatsapp.com: document, script, media and the socket. */
export function createWeb(certificate: Certificate, script: string, service: Service): Server {
  const server = createServer({ key: certificate.key, cert: certificate.cert });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: UPLOAD_LIMIT });
  server.on('request', (request, response) => {
    handle(request, response, script, service).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (service.policies.policy.refuseWs || service.isDown(undefined)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      service.pages.add(new PageSocket(connection, service));
    });
  });
  return server;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  script: string,
  service: Service,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/app.js') answer(response, 200, 'text/javascript; charset=utf-8', script);
  else if (path === '/frame.html') answer(response, 200, 'text/html; charset=utf-8', '<!doctype html>');
  else if (path === '/upload') await upload(request, response, service);
  else if (path.startsWith('/v/')) await download(response, path, service);
  else document(response, service);
}

function document(response: ServerResponse, service: Service): void {
  const { httpHang, httpStatus } = service.policies.policy;
  if (httpHang) return;
  if (httpStatus !== null) answer(response, httpStatus, 'text/plain', `Status ${httpStatus}`);
  else answer(response, 200, 'text/html; charset=utf-8', pageDocument(service.policies.page));
}

async function upload(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { mediaUploadMs, mediaUploadStatus } = service.policies.policy;
  await pause(mediaUploadMs);
  if (service.policies.strikes('mediaUploadFail'))
    answer(response, mediaUploadStatus, 'text/plain', 'The upload failed');
  else answer(response, 200, 'application/json', JSON.stringify(service.media.put(Buffer.concat(chunks))));
}

async function download(response: ServerResponse, path: string, service: Service): Promise<void> {
  await pause(service.policies.policy.mediaDownloadMs);
  const bytes = service.policies.strikes('mediaDownloadFail') ? undefined : service.media.get(path);
  if (bytes) answer(response, 200, 'application/octet-stream', bytes);
  else answer(response, 404, 'text/plain', 'This medium has expired');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function answer(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
