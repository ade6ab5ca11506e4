import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SYSTEM_PYTHON } from '@wagw/local-machine/system-parts';

export interface TestS3 {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: true;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}

/** OpenStack Swift with its S3 interface and an empty bucket; it lists 20 objects a page. */
export async function startS3(): Promise<TestS3> {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-s3-'));
  const script = fileURLToPath(new URL('./swift-s3.py', import.meta.url));
  const server = spawn(SYSTEM_PYTHON, ['-W', 'ignore', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = {
    endpoint: `http://127.0.0.1:${await firstLine(server)}`,
    region: 'us-east-1',
    forcePathStyle: true as const,
    credentials: { accessKeyId: 'gateway:tester', secretAccessKey: 'secret' },
  };
  const client = new S3Client(connection);
  await client.send(new CreateBucketCommand({ Bucket: 'logins' }));
  client.destroy();
  return {
    ...connection,
    bucket: 'logins',
    async close() {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout !== null) for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('The S3 server did not start');
}
