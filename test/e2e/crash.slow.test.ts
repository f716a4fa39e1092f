/** kill -9 in the middle of an import, of a wave and of a send: nothing accepted is lost, nothing is sent twice. */
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { newPerson } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import { journeySchema } from '../../core/journey/definition.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { runWave } from '../../local/machines/runWave.ts';
import { openWorkspace, type Workspace } from '../../local/workspace/openWorkspace.ts';
import {
  eventually,
  perennialJson,
  startPerennial,
  startScript,
  temporaryFolder,
} from '../support/processes.ts';

const imported = z.object({ accepted: z.number(), duplicates: z.number(), rejected: z.number() });

async function writeOrders(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('customer,date,amount\n');
  for (let row = 0; row < rows; row += 1) {
    const day = String((row % 28) + 1).padStart(2, '0');
    const line = `c${row % 20_000},2026-01-${day},${(row % 900) + 1}.${row % 10}0\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  await new Promise<void>((resolve) => {
    out.end(() => resolve());
  });
}

describe('kill -9 in the middle of an import', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('keeps what was committed, and the same file read again brings the rest once', async () => {
    const rows = 300_000;
    const file = join(folder.path, 'orders.csv');
    const data = join(folder.path, 'data');
    await writeOrders(file, rows);
    const args = [
      'import',
      'orders',
      file,
      '--map',
      'customer=customer,date=date,amount=amount',
      '--currency',
      'USD',
    ];
    const running = startPerennial([...args, '--data', data]);
    const orders = async (): Promise<number> => {
      if (!existsSync(join(data, 'main', 'perennial.db'))) return 0;
      const workspace = await openWorkspace({ dataDir: data, name: 'main', create: false, readOnly: true });
      const span = await workspace.store.orderSpan();
      await workspace.close();
      return span?.orders ?? 0;
    };
    await eventually(orders, (count) => count > 10_000, 60);
    running.child.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    const kept = await orders();
    expect(kept).toBeGreaterThan(10_000);
    expect(kept).toBeLessThan(rows);
    const again = imported.parse((await perennialJson(...args, '--data', data)).json);
    expect(again).toEqual({ accepted: rows - kept, duplicates: kept, rejected: 0 });
    expect(await orders()).toBe(rows);
  });
});

const PEOPLE = 4_000;

const journey = journeySchema.parse({
  id: 'hello',
  name: { en: 'Hello', 'zh-CN': '你好' },
  topic: 'newsletter',
  class: 'promotional',
  entry: [{ on: 'event', event: 'Signed Up' }],
  start: 'say',
  nodes: {
    say: { type: 'send', template: 'hello', next: 'rest' },
    rest: { type: 'wait', for: '10d', next: 'done' },
    done: { type: 'end' },
  },
});

const variant = { subject: 'Hello', preheader: '', mjml: '<mjml></mjml>', text: 'Hello' };

async function signUp(workspace: Workspace, number: number): Promise<void> {
  const { container, store } = workspace;
  const { book, model } = await container.inForce();
  const id = customerId(`p${number}`);
  const event = {
    kind: 'tracked' as const,
    source: 'test',
    messageId: `signed-up-${number}`,
    customerId: id,
    at: container.now(),
    name: 'Signed Up',
    properties: {},
  };
  const deps = { store, addressKeyOf: container.addressKeyOf, settings: container.settings, model };
  expect(await applyEvent(deps, book, event, container.now())).toBe('applied');
}

/** A workspace in which everyone is about to be written to, at any hour. */
async function aboutToSend(dataDir: string, now: () => number): Promise<void> {
  mkdirSync(join(dataDir, 'main'), { recursive: true });
  writeFileSync(join(dataDir, 'main', 'settings.yaml'), 'messages: { quietHours: null }\n');
  const workspace = await openWorkspace({ dataDir, name: 'main', create: true, now });
  const { store, container } = workspace;
  await store.publishTemplate(
    { id: 'hello', channel: 'email', locales: { en: variant, 'zh-CN': variant } },
    { en: { ...variant, html: 'Hello' }, 'zh-CN': { ...variant, html: '你好' } },
    now(),
  );
  await store.publishJourney(journey, now());
  const everyone = Array.from({ length: PEOPLE }, (_, number) => number);
  await store.importPeople(
    everyone.map((number) => {
      const email = `p${number}@example.com`;
      const granted = {
        topic: 'newsletter',
        channel: 'email',
        state: 'granted',
        at: 0,
        source: 'test',
        wording: null,
      } as const;
      return {
        person: { ...newPerson(customerId(`p${number}`), 0), email, zone: 'UTC' },
        consents: [{ contactKey: container.addressKeyOf('email', email), change: granted }],
      };
    }),
  );
  await Promise.all(everyone.map((number) => signUp(workspace, number)));
  await workspace.close();
}

describe('kill -9 in the middle of a wave and of its sends', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('sends nothing twice, loses nobody, and calls unknown only what was in the air', async () => {
    const data = join(folder.path, 'data');
    await aboutToSend(data, Date.now);
    const sent = async (): Promise<number> => {
      const workspace = await openWorkspace({ dataDir: data, name: 'main', create: false, readOnly: true });
      const count = await workspace.mailbox.count({});
      await workspace.close();
      return count;
    };
    for (const enough of [200, 1_500]) {
      const running = startScript(join(import.meta.dirname, 'programs', 'drainWorkspace.ts'), [data, 'main']);
      await eventually(sent, (count) => count >= enough, 60);
      running.child.kill('SIGKILL');
      await running.ended;
    }
    const later = await openWorkspace({
      dataDir: data,
      name: 'main',
      create: false,
      now: () => Date.now() + 16 * 60_000,
    });
    for (let wave = 0; wave < 20; wave += 1) await runWave(later.container);
    const ledger = await recountLedger(later.store);
    const messages = await later.mailbox.count({});
    expect(await later.mailbox.duplicates()).toEqual([]);
    expect(ledger).toMatchObject({ accepted: PEOPLE, pending: 0, failed: 0, suppressed: 0, heldOut: 0 });
    expect(ledger.sent + ledger.unknown).toBe(PEOPLE);
    expect(messages).toBeGreaterThanOrEqual(ledger.sent);
    expect(messages).toBeLessThanOrEqual(PEOPLE);
    expect(ledger.unknown).toBeLessThan(1_000);
    await later.close();
  });
});
