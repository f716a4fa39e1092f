import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Destination, Notice, Transport } from '../../../cli/transport.ts';
import { connectWith } from '../../../cli/transports/connect.ts';
import { type FakeServer, fakeServer, json } from '../support/fakeServer.ts';

let dataDir: string;
const servers: FakeServer[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'perennial-cli-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
  for (const one of servers.splice(0)) await one.close();
});

function folder(): Transport {
  return { request: () => Promise.resolve({ status: 200, body: 'folder' }), close: () => Promise.resolve() };
}

/** Which road a call takes, and what is noticed on the way. */
async function road(more: Partial<Destination> = {}): Promise<{ to: unknown; notices: Notice[] }> {
  const notices: Notice[] = [];
  const connect = connectWith(() => Promise.resolve(folder()));
  const destination = { dataDir, workspace: null, remote: null, key: null, create: false, ...more };
  const transport = await connect(destination, (notice) => void notices.push(notice));
  const { body } = await transport.request({ method: 'GET', path: '/v1/keys' });
  await transport.close();
  return { to: body, notices };
}

async function server(pid: number): Promise<FakeServer> {
  const made = await fakeServer(({ url }, response) =>
    json(response, 200, url === '/health' ? { pid, ready: true, doing: null } : 'server'),
  );
  servers.push(made);
  return made;
}

function lock(content: unknown): Promise<void> {
  return writeFile(
    join(dataDir, 'lock.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

/** The id of a process that ran and is over. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the road to the API', () => {
  it('is the folder where no server has left a lock', async () => {
    expect(await road()).toEqual({ to: 'folder', notices: [] });
  });

  it('is the server that holds the folder, with the token of its lock', async () => {
    const { port, asked } = await server(process.pid);
    await lock({ pid: process.pid, port, token: 'of-the-lock', startedAt: '2026-01-01T00:00:00Z' });
    expect(await road()).toEqual({ to: 'server', notices: [] });
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer of-the-lock');
  });

  it('is the folder when the lock’s process is gone, and that is said once', async () => {
    const pid = deadPid();
    const { port } = await server(pid);
    await lock({ pid, port, token: 't', startedAt: '2026-01-01T00:00:00Z' });
    expect(await road()).toEqual({ to: 'folder', notices: [{ kind: 'stale-lock', pid, why: 'dead' }] });
  });

  it('is the folder when another process answers at the lock’s port', async () => {
    const { port } = await server(process.pid + 1);
    await lock({ pid: process.pid, port, token: 't', startedAt: '2026-01-01T00:00:00Z' });
    const notices = [{ kind: 'stale-lock', pid: process.pid, why: 'silent' }];
    expect(await road()).toEqual({ to: 'folder', notices });
  });

  it('is the folder when something that is not Perennial answers', async () => {
    const other = await fakeServer((_, response) => response.end('hello'));
    servers.push(other);
    await lock({ pid: process.pid, port: other.port, token: 't', startedAt: '2026-01-01T00:00:00Z' });
    expect((await road()).notices).toEqual([{ kind: 'stale-lock', pid: process.pid, why: 'silent' }]);
  });

  it.each(['', '{"pid":', '{}', '{"pid":"1","port":2,"token":"t"}', 'null'])(
    'is the folder when the lock is not one: %j',
    async (content) => {
      await lock(content);
      expect(await road()).toEqual({ to: 'folder', notices: [] });
    },
  );

  it('is the system named by --remote, with its key, whatever the lock says', async () => {
    const here = await server(process.pid);
    await lock({ pid: process.pid, port: here.port, token: 't', startedAt: '2026-01-01T00:00:00Z' });
    const remote = await server(1);
    expect(await road({ remote: remote.url, key: 'k' })).toEqual({ to: 'server', notices: [] });
    expect(remote.asked[0]?.headers.authorization).toBe('Bearer k');
    expect(here.asked).toEqual([]);
  });

  it('refuses to send a key unencrypted to another machine', async () => {
    const connect = connectWith(() => Promise.resolve(folder()));
    const remote = 'http://shop.example/api';
    const destination = { dataDir, workspace: null, remote, key: 'k', create: false };
    await expect(connect(destination, () => {})).rejects.toMatchObject({
      code: 'misuse',
      message: expect.stringContaining('http://shop.example is not encrypted'),
    });
  });
});
