/**
 * Where the emulator's SES delivers: a mail server that takes every message and keeps it whole as `<n>.eml` in a folder, first
 * the header `Message-ID` with the id SES gave it. It speaks as much SMTP as the emulator does.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

export interface MailSink {
  readonly port: number;
  close(): Promise<void>;
}

const END_OF_DATA = '\r\n.\r\n';

function answerTo(line: string): string {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'DATA') return '354 go ahead\r\n';
  if (verb === 'QUIT') return '221 bye\r\n';
  return '250 ok\r\n';
}

/** Follows one connection; `keep` gets each message without its dots of transparency. */
function converse(socket: Socket, keep: (message: string) => void): void {
  let heard = '';
  let inData = false;
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.write('220 mail sink\r\n');
  socket.on('data', (chunk: string) => {
    heard += chunk;
    for (;;) {
      const end = inData ? END_OF_DATA : '\r\n';
      const at = heard.indexOf(end);
      if (at < 0) return;
      const said = heard.slice(0, at);
      heard = heard.slice(at + end.length);
      if (inData) {
        keep(said.replaceAll('\r\n..', '\r\n.'));
        inData = false;
        socket.write('250 kept\r\n');
      } else {
        inData = said.slice(0, 4).toUpperCase() === 'DATA';
        socket.write(answerTo(said));
      }
    }
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Listens on a free port of this machine. */
export function openMailSink(folder: string): Promise<MailSink> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(socket, (message) => {
      count += 1;
      writeFileSync(join(folder, `${count}.eml`), message, 'latin1');
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({ port: portOf(server), close }));
  });
}
