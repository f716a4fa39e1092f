import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../local/workspace/folder.ts';
import { assertFree, FolderInUse, type Lock, readLock, takeLock } from '../../../local/workspace/lock.ts';
import { tempDir } from '../../support/tempDir.ts';

const root = tempDir();
let folders = 0;

/** A folder of its own for each case. */
function aFolder(): string {
  folders += 1;
  const dir = join(root, String(folders));
  makeFolder(dir);
  return dir;
}

/** No process has it. */
const DEAD_PID = 2 ** 31 - 1;
/** Another process that lives: the one that started this. */
const LIVING_PID = process.ppid;

function aLock(overrides: Partial<Lock> = {}): Lock {
  return {
    pid: DEAD_PID,
    port: 1,
    token: 'a-token-of-its-own',
    startedAt: '2026-03-10T11:00:00Z',
    ...overrides,
  };
}

const servers: Server[] = [];
/** Something that listens and answers every request alike. */
async function listening(body: string): Promise<number> {
  const server = createServer((_, response) => response.end(body));
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
});

describe('a folder', () => {
  it('without a lock is free', async () => {
    expect(await assertFree(aFolder())).toEqual({ stale: false });
  });

  it('whose server answers is in use, by which process and on which port', async () => {
    const dir = aFolder();
    const port = await listening(JSON.stringify({ pid: LIVING_PID, ready: false }));
    takeLock(dir, aLock({ pid: LIVING_PID, port }));
    const refused = assertFree(dir);
    await expect(refused).rejects.toThrow(FolderInUse);
    await expect(refused).rejects.toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining(`process ${LIVING_PID} on port ${port}`),
    });
  });

  it('that this process serves is its own', async () => {
    const dir = aFolder();
    takeLock(dir, aLock({ pid: process.pid }));
    expect(await assertFree(dir)).toEqual({ stale: false });
  });

  it.each<[string, () => Promise<Partial<Lock>>]>([
    ['whose owner died', async () => ({ pid: DEAD_PID })],
    [
      'whose owner died and whose port somebody else took',
      async () => ({ pid: DEAD_PID, port: await listening('{}') }),
    ],
    ['whose process id went to a program that serves nothing', async () => ({ pid: LIVING_PID, port: 1 })],
    [
      'whose process id went to a program that serves something else',
      async () => ({ pid: LIVING_PID, port: await listening('<html>hello</html>') }),
    ],
    [
      'whose port went to a server of another process',
      async () => ({ pid: LIVING_PID, port: await listening(JSON.stringify({ pid: LIVING_PID + 1 })) }),
    ],
  ])('%s may be taken over', async (_, change) => {
    const dir = aFolder();
    takeLock(dir, aLock(await change()));
    expect(await assertFree(dir)).toEqual({ stale: true });
  });

  it.each([
    ['no JSON', '{'],
    ['something else', '{"pid":"me"}'],
    ['a short token', JSON.stringify(aLock({ token: 'short' }))],
  ])('with a lock that is %s counts as free', async (_, text) => {
    const dir = aFolder();
    writeFileSync(join(dir, 'lock.json'), text);
    expect(readLock(dir)).toBeNull();
    expect(await assertFree(dir)).toEqual({ stale: false });
  });
});

describe('a lock', () => {
  it('is read as it was taken, by its owner only', async () => {
    const dir = aFolder();
    const lock = aLock({ pid: process.pid, port: 4600 });
    takeLock(dir, lock);
    expect(readLock(dir)).toEqual(lock);
    expect(statSync(join(dir, 'lock.json')).mode & 0o777).toBe(0o600);
  });

  it('is removed by whoever took it, and only while it is theirs', async () => {
    const dir = aFolder();
    const first = takeLock(dir, aLock({ token: 'the-first-token-1' }));
    const second = takeLock(dir, aLock({ token: 'the-second-token' }));
    first.release();
    expect(readLock(dir)?.token).toBe('the-second-token');
    second.release();
    expect(existsSync(join(dir, 'lock.json'))).toBe(false);
    second.release();
  });

  it('that cannot be written names the folder and the way out', async () => {
    const missing = join(root, 'not', 'there');
    expect(() => takeLock(missing, aLock())).toThrow(
      expect.objectContaining({ code: 'folder-not-writable', message: expect.stringContaining('--data') }),
    );
  });
});
