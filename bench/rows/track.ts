/**
 * `POST /v1/track` as a shop's libraries use it: the server in a process of its own, 50 connections from this one, 50,000 people,
 * the shipped journeys published, and a wave sending all the while. Every event answered 200 must be in the file afterwards.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import * as z from 'zod';
import { recountLedger } from '../../core/message/ledger.ts';
import { workspaceKeys } from '../../local/api/keys.ts';
import { publishShipped } from '../../local/jobs/publishShipped.ts';
import { makeFolder } from '../../local/workspace/folder.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import { workspaceFiles } from '../../local/workspace/paths.ts';
import { fillPendingSends } from '../pendingSends.ts';
import { requireAtLeast, type Row } from '../row.ts';
import { runTrackLoad } from '../trackLoad.ts';
import { withFolder } from '../withFolder.ts';

const PEOPLE = 50_000;
const EVENTS = 60_000;
const WARM_UP = 5_000;
const CONNECTIONS = 50;
/** More than are sent while the events come. */
const MESSAGES = 60_000;
const BAR_PER_SECOND = 5_000;
const BAR_P99_MS = 50;

const NAMES = ['Product Viewed', 'Product Added', 'Checkout Started', 'Page Viewed'] as const;

function bodyOf(run: string): (place: number) => string {
  const timestamp = new Date().toISOString();
  return (place) =>
    JSON.stringify({
      messageId: `node-next-${run}-${place}`,
      userId: `c${place % PEOPLE}`,
      event: NAMES[place % NAMES.length],
      timestamp,
      context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
      properties: {
        cart_id: `cart-${place}`,
        product_id: `p${place % 997}`,
        name: 'Canvas tote',
        category: 'Bags',
        price: 29.9,
        currency: 'USD',
        url: `https://shop.example/products/p${place % 997}`,
      },
    });
}

async function prepare(dataDir: string): Promise<string> {
  makeFolder(workspaceFiles(dataDir, 'main').dir);
  writeFileSync(
    workspaceFiles(dataDir, 'main').settings,
    'shop: { currency: USD }\nmessages: { quietHours: null, caps: [] }\n',
  );
  const workspace = await openWorkspace({ dataDir, name: 'main', create: true });
  await publishShipped(workspace.container, Date.now());
  await fillPendingSends(workspace, MESSAGES, Date.now());
  const key = (await workspaceKeys(workspace.store)).find(({ kind }) => kind === 'write');
  await workspace.close();
  if (key?.writeKey === undefined || key.writeKey === null) throw new Error('the workspace has no write key');
  return key.writeKey;
}

async function serveFolder(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const file = join(import.meta.dirname, '..', 'serveFolder.ts');
  const child = spawn(process.execPath, [file, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return { child, url: z.object({ url: z.string() }).parse(JSON.parse(String(said))).url };
}

/** Messages sent so far, read beside the server. */
function sentSoFar(dataDir: string): number {
  const db = new DatabaseSync(workspaceFiles(dataDir, 'main').mailbox, { readOnly: true });
  const row = db.prepare('SELECT count(*) AS n FROM messages').get();
  db.close();
  return z.object({ n: z.number() }).parse(row).n;
}

async function countsOf(dataDir: string) {
  const db = new DatabaseSync(workspaceFiles(dataDir, 'main').store, { readOnly: true });
  const events = z.object({ n: z.number() }).parse(db.prepare('SELECT count(*) AS n FROM events').get()).n;
  db.close();
  const workspace = await openWorkspace({ dataDir, name: 'main', create: false, readOnly: true });
  const ledger = await recountLedger(workspace.store);
  await workspace.close();
  return { events, ledger };
}

export const track: Row = {
  name: 'track',
  bar: '≥ 5,000 events/s, p99 ≤ 50 ms, 50 connections, a wave draining',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(events)',
  run: () =>
    withFolder(async (dataDir) => {
      const writeKey = await prepare(dataDir);
      const { child, url } = await serveFolder(dataDir);
      const shared = { url, writeKey, connections: CONNECTIONS };
      const warm = await runTrackLoad({ ...shared, events: WARM_UP, bodyOf: bodyOf('warm') });
      const sentBefore = sentSoFar(dataDir);
      const load = await runTrackLoad({ ...shared, events: EVENTS, bodyOf: bodyOf('run') });
      const sentMeanwhile = sentSoFar(dataDir) - sentBefore;
      child.kill('SIGTERM');
      await once(child, 'exit');
      const { events, ledger } = await countsOf(dataDir);
      const answered = warm.accepted + load.accepted;
      requireAtLeast('events answered 200', answered, WARM_UP + EVENTS);
      if (events !== answered) throw new Error(`${answered} events were answered 200, ${events} are kept`);
      const at = (part: number) => load.latenciesMs[Math.ceil(EVENTS * part) - 1] ?? 0;
      const figure = load.accepted / load.seconds;
      const p99 = at(0.99);
      return {
        input: { events: EVENTS, people: PEOPLE, connections: CONNECTIONS },
        outcome: { accepted: answered, kept: events, sent: ledger.sent, sentMeanwhile },
        seconds: load.seconds,
        figure,
        unit: 'events/s',
        met: figure >= BAR_PER_SECOND && p99 <= BAR_P99_MS && sentMeanwhile > 0,
        also: { 'p50, ms': at(0.5), 'p99, ms': p99, 'p99.9, ms': at(0.999), 'slowest, ms': at(1) },
      };
    }),
};
