/** One folder, one server, many commands: locks, restarts, ports. */
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { customerId } from '../../core/ids.ts';
import { journeySchema } from '../../core/journey/definition.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { runWave } from '../../local/machines/runWave.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import {
  eventually,
  freePort,
  perennial,
  perennialJson,
  type ServerProcess,
  startServer,
  stop,
  temporaryFolder,
  untilReady,
} from '../support/processes.ts';

const list = z.object({ items: z.array(z.object({ id: z.string() })), total: z.number() });
const health = z.object({ pid: z.number(), mode: z.string(), workspace: z.string() });

describe('a server on a fresh folder', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  let server: ServerProcess;

  beforeAll(async () => {
    server = await startServer(data);
    await untilReady(server);
  });
  afterAll(async () => {
    await stop(server);
    folder.remove();
  });

  it('serves the demonstration shop in safe mode', async () => {
    const answer = health.parse(await (await fetch(`${server.url}/health`)).json());
    expect(answer).toMatchObject({ pid: server.child.pid, mode: 'safe', workspace: 'demo' });
  });

  it('answers the page before and after the console is built', async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<!doctype html>');
  });

  it('lets commands work through it while it holds the folder', async () => {
    const { code, json } = await perennialJson('customers', 'list', '--limit', '5', '--data', data);
    expect(code).toBe(0);
    expect(json).toMatchObject({ items: expect.any(Array) });
    const checked = await perennialJson('ledger', 'check', '--data', data);
    expect(checked.json).toMatchObject({ balanced: true });
    expect(checked.code).toBe(0);
  });

  it('refuses the API to who is not signed in, and to foreign pages', async () => {
    expect((await fetch(`${server.url}/v1/customers`)).status).toBe(401);
    const signedIn = (await fetch(`${server.url}/`)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const own = await fetch(`${server.url}/v1/customers?limit=1`, { headers: { cookie: signedIn } });
    expect(own.status).toBe(200);
    const foreign = { cookie: signedIn, origin: 'https://evil.example' };
    expect((await fetch(`${server.url}/v1/customers`, { headers: foreign })).status).toBe(403);
  });

  it('holds the folder against a second server', async () => {
    const { code, stderr } = await perennial('serve', '--data', data, '--port', String(await freePort()));
    expect(code).toBe(1);
    expect(stderr).toContain('already served');
  });

  it('keeps messages and waiting journeys over a restart', async () => {
    const token = z
      .object({ token: z.string() })
      .parse(JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')));
    const ask = async (from: ServerProcess, path: string, bearer: string) =>
      (await fetch(`${from.url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })).json();
    const before = list.parse(await ask(server, '/v1/messages', token.token));
    const journeysBefore: unknown = await ask(server, '/v1/journeys', token.token);
    await stop(server);
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
    server = await startServer(data);
    await untilReady(server);
    const again = z
      .object({ token: z.string() })
      .parse(JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')));
    const after = list.parse(await ask(server, '/v1/messages', again.token));
    expect(after.total).toBeGreaterThanOrEqual(before.total);
    const inside = z.object({ items: z.array(z.object({ id: z.string(), inside: z.number() })) });
    expect(inside.parse(await ask(server, '/v1/journeys', again.token)).items.map((one) => one.id)).toEqual(
      inside.parse(journeysBefore).items.map((one) => one.id),
    );
    expect(before.total).toBeGreaterThan(100);
  });
});

const DAY_MS = 86_400_000;

const patient = journeySchema.parse({
  id: 'patient',
  name: { en: 'Patient', 'zh-CN': '耐心' },
  topic: 'newsletter',
  class: 'promotional',
  entry: [{ on: 'event', event: 'Signed Up' }],
  start: 'rest',
  nodes: {
    rest: { type: 'wait', for: '1d', next: 'say' },
    say: { type: 'send', template: 'welcome-topics', next: 'rest-more' },
    'rest-more': { type: 'wait', for: '30d', next: 'done' },
    done: { type: 'end' },
  },
});

/** A shop in which one person began to wait a day, two days ago, and nothing has run since. */
async function leftAlone(dataDir: string): Promise<void> {
  mkdirSync(join(dataDir, 'main'), { recursive: true });
  writeFileSync(join(dataDir, 'main', 'settings.yaml'), 'messages: { quietHours: null }\n');
  const twoDaysAgo = () => Date.now() - 2 * DAY_MS;
  const workspace = await openWorkspace({ dataDir, name: 'main', create: true, now: twoDaysAgo });
  const { container, store } = workspace;
  await publishShippedTemplates(store, twoDaysAgo());
  await store.publishJourney(patient, twoDaysAgo());
  const id = customerId('ada');
  const head = { source: 'test', customerId: id, at: twoDaysAgo() };
  const granted = {
    topic: 'newsletter',
    channel: 'email',
    state: 'granted',
    at: 0,
    source: 'form',
    wording: null,
  } as const;
  const events = [
    { ...head, kind: 'identified', messageId: '1', email: 'ada@example.com', consents: [granted] },
    { ...head, kind: 'tracked', messageId: '2', name: 'Signed Up', properties: {} },
  ] as const;
  for (const event of events) {
    const { book, model } = await container.inForce();
    const deps = { store, addressKeyOf: container.addressKeyOf, settings: container.settings, model };
    await applyEvent(deps, book, event, twoDaysAgo());
  }
  await runWave(container);
  await workspace.close();
}

describe('a folder whose server was off while a wait ended', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  afterAll(() => folder.remove());

  it('runs what fell due meanwhile once, over any number of restarts, and goes on waiting for the rest', async () => {
    await leftAlone(data);
    for (let start = 0; start < 3; start += 1) {
      const server = await startServer(data);
      await untilReady(server);
      const shown = async () => (await perennialJson('customers', 'show', 'ada', '--data', data)).json;
      const picture = z.object({
        decisions: z.array(z.object({ outcome: z.string() })),
        enrolments: z.array(z.object({ nodeId: z.string(), status: z.string() })),
      });
      const ada = await eventually(
        async () => picture.parse(await shown()),
        ({ decisions }) => decisions.some(({ outcome }) => outcome === 'sent'),
        20,
      );
      expect(ada.decisions).toEqual([{ outcome: 'sent' }]);
      expect(ada.enrolments).toEqual([{ nodeId: 'rest-more', status: 'active' }]);
      await stop(server);
    }
  });
});

describe('a server that cannot start', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('names the port that is taken and the remedy', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(port, '127.0.0.1', resolve);
    });
    const { code, stderr } = await perennial(
      'serve',
      '--data',
      join(folder.path, 'a'),
      '--port',
      String(port),
    );
    other.close();
    expect(code).toBe(1);
    expect(stderr).toContain(String(port));
    expect(stderr).toContain('--port');
  });

  it('names a data folder that cannot be made', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, 'not a folder');
    const data = join(file, 'data');
    const { code, stderr } = await perennial('serve', '--data', data, '--port', String(await freePort()));
    expect(code).toBe(1);
    expect(stderr).toContain(data);
    expect(stderr).toContain('--data');
  });

  it('names a data folder that cannot be written', async () => {
    const data = join(folder.path, 'unwritable');
    mkdirSync(join(data, 'lock.json'), { recursive: true });
    const { code, stderr } = await perennial('serve', '--data', data, '--port', String(await freePort()));
    expect(code).toBe(1);
    expect(stderr).toContain(data);
    expect(stderr).toContain('cannot be written');
  });

  it('takes over a folder whose owner died', async () => {
    const data = join(folder.path, 'orphan');
    mkdirSync(data);
    const lock = { pid: 999_999, port: 1, token: 'x'.repeat(32), startedAt: '2026-01-01T00:00:00Z' };
    writeFileSync(join(data, 'lock.json'), JSON.stringify(lock));
    const server = await startServer(data);
    await untilReady(server);
    const ended = await stop(server);
    expect(ended.stdout + ended.stderr).toContain('taking it over');
  });
});
