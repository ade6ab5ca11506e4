import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActions } from './control/actions.ts';
import { createControl } from './control/client.ts';
import type { EmulatorControl } from './control/control.ts';
import { createControlServer } from './control/http.ts';
import type { PageSwitches, Policy } from './protocol/switches.ts';
import { createCertificate } from './server/certificate.ts';
import { bundle } from './server/documents.ts';
import { Policies } from './server/policies.ts';
import { Service } from './server/service.ts';
import { StateFile } from './server/state-file.ts';
import { createWeb } from './server/web.ts';

export type { EmulatorControl } from './control/control.ts';
export type { PageSwitches, Policy } from './protocol/switches.ts';

export interface EmulatorOptions {
  /** Of the page; a free one by default, or the one of the state file. */
  port?: number;
  /** Of the control API and the phone page; likewise. */
  controlPort?: number;
  /** Keep everything in this file, so that the emulator itself can be restarted, ports and certificate included. */
  statePath?: string;
  policy?: Partial<Policy>;
  page?: Partial<PageSwitches>;
}

export interface Emulator {
  readonly port: number;
  /** `http://127.0.0.1:N`: the control API, and the phone page at `/`. */
  readonly controlUrl: string;
  /** Chromium flags that lead web.whatsapp.com here. */
  readonly chromeArgs: readonly string[];
  readonly control: EmulatorControl;
  close(): Promise<void>;
}

/** Starts a stand-in for web.whatsapp.com on the loopback interface. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const file = new StateFile(options.statePath);
  const certificate = file.world.certificate ?? (await createCertificate());
  const mediaPath = options.statePath === undefined ? undefined : `${options.statePath}.media`;
  const service = new Service(file, new Policies(options.policy, options.page), mediaPath);
  const web = createWeb(certificate, bundle('page/main.ts'), service);
  const controlServer = createControlServer(createActions(service), service);

  const port = await listen(web, options.port ?? file.world.ports?.page ?? 0);
  const controlPort = await listen(controlServer, options.controlPort ?? file.world.ports?.control ?? 0);
  Object.assign(file.world, { certificate, ports: { page: port, control: controlPort } });
  file.flush();

  const controlUrl = `http://127.0.0.1:${controlPort}`;
  return {
    port,
    controlUrl,
    chromeArgs: [
      `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${port}`,
      `--ignore-certificate-errors-spki-list=${certificate.spki}`,
    ],
    control: createControl(controlUrl),
    close: async () => {
      service.close();
      await Promise.all([stop(web), stop(controlServer)]);
      file.flush();
    },
  };
}

function listen(server: Pick<Server, 'listen' | 'once' | 'off' | 'address'>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: Pick<Server, 'close' | 'closeAllConnections'>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
