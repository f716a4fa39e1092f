import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openMailSink } from '../../../scripts/aws/mailSink.ts';
import { tempDir } from '../../support/tempDir.ts';

/** One conversation, written in parts of so many characters. */
async function deliver(port: number, text: string, part: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  const ended = once(socket, 'close');
  for (let at = 0; at < text.length; at += part) {
    socket.write(text.slice(at, at + part));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => heard).toContain('221');
  socket.end();
  await ended;
  return heard;
}

describe('the mail sink', () => {
  const place = tempDir();

  it.each([1, 7, 10_000])('keeps what comes in parts of %d characters, whole', async (part) => {
    const folder = join(place, String(part));
    mkdirSync(folder);
    const sink = await openMailSink(folder);
    const message = 'Subject: a\r\n\r\n..dot\r\nend';
    const mail = `EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n${message}\r\n.\r\n`;
    const heard = await deliver(sink.port, `${mail}QUIT\r\n`, part);
    expect(heard.match(/^354/gm)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['1.eml']);
    expect(readFileSync(join(folder, '1.eml'), 'utf8')).toBe('Subject: a\r\n\r\n.dot\r\nend');
    await sink.close();
  });
});
