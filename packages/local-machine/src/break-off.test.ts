import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

/** Breaks a connection off that is open, or about to end, and then has nothing more to do. */
const program = (end: string) => `
  import { connect, createServer } from 'node:net';
  import { breakOff } from ${JSON.stringify(fileURLToPath(new URL('./break-off.ts', import.meta.url)))};
  const server = createServer((socket) => {
    socket.on('error', () => {});
    ${end}
    breakOff(socket);
    server.close();
  });
  server.listen(0, '127.0.0.1', () => connect(server.address().port, '127.0.0.1').on('error', () => {}));
`;

test.each([
  ['open', ''],
  ['ending', 'socket.end("bye");'],
])('a process that broke off a connection that was %s can end', async (_how, end) => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program(end)], {
    stdio: 'ignore',
  });
  const stuck = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(stuck);
  expect([code, signal]).toEqual([0, null]);
});
