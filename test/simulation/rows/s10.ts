/**
 * S10: erasure. Canaries (unique texts as name, email, phone, traits, ids, order items, event properties, reply texts, URLs,
 * message ids) go through every way in there is: tracking API, imports, journeys and their mailbox, webhooks, rejected events,
 * forwarded SMS and mails, customers' pages, direct and test sends, points, offers, win-back and segments. Each must be in the files before; after the erasure the raw
 * bytes of every file of the workspace, logs of SQLite included, are searched, as they lie while the server runs and once it
 * has stopped. People who are not erased keep theirs.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { customerId } from '../../../core/ids.ts';
import { recount } from '../../../core/loyalty/recount.ts';
import { isBalanced, recountLedger } from '../../../core/message/ledger.ts';
import { emptyRooms } from './canaryRooms.ts';
import { canariesOf, CanaryShop, everyCanary } from './canaryShop.ts';

/** The files of a folder and those below, as raw bytes. */
function rawFiles(dir: string): { name: string; bytes: Buffer }[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

/** Canaries that are somewhere in the bytes, in any case of letters. */
function found(dir: string, canaries: readonly string[], log: string): string[] {
  const files = [
    ...rawFiles(dir).map(({ bytes }) => bytes.toString('latin1').toLowerCase()),
    log.toLowerCase(),
  ];
  return canaries.filter((canary) => files.some((text) => text.includes(canary.toLowerCase())));
}

export interface ErasureRow {
  /** People erased. */
  readonly people: number;
  /** Canaries of theirs, each found in the files before. */
  readonly canaries: number;
  /** Of them not found before: they prove nothing. */
  readonly neverThere: readonly string[];
  /** Found after: while the server runs, and once it has stopped. */
  readonly left: readonly string[];
  /** Of others, in their exports before and not after. */
  readonly lost: readonly string[];
  /** In the export of the first person. */
  readonly exported: number;
  /** Kinds of the business rooms that held nothing of the first person before: they prove nothing. */
  readonly emptyRooms: readonly string[];
  /** Both ledgers, of messages and of points. */
  readonly balanced: boolean;
  /** An import of the same people again: addresses that may be written to with marketing. */
  readonly broughtBack: number;
}

export async function erasedPeople(seed: number, people: number): Promise<ErasureRow> {
  const gone = Array.from({ length: people }, (_, person) => canariesOf(seed, person, 'gone'));
  const stays = Array.from({ length: 2 }, (_, person) => canariesOf(seed, person, 'stays'));
  const shop = new CanaryShop();
  const log: string[] = [];
  const writeOut = process.stdout.write.bind(process.stdout);
  const writeErr = process.stderr.write.bind(process.stderr);
  try {
    await shop.begin([...gone, ...stays]);
    process.stdout.write = (text) => log.push(String(text)) > 0;
    process.stderr.write = (text) => log.push(String(text)) > 0;
    for (const who of [...gone, ...stays]) await shop.tell(who);
    const wanted = gone.flatMap(everyCanary);
    const before = new Set(found(shop.data, wanted, ''));
    const othersBefore = await shop.toldOf(stays);
    const first = gone[0];
    const document = first === undefined ? {} : await shop.ask('GET', `/v1/customers/${first.alias}/export`);
    const told = JSON.stringify(document);
    const { store, container } = await shop.api.workspace('main');
    const unused = first === undefined ? [] : await emptyRooms(store, [customerId(first.id)]);
    for (const { anonymous } of gone)
      await shop.ask('POST', `/v1/customers/${encodeURIComponent(`anonymous:${anonymous}`)}/erasure`, {
        by: 'test',
      });
    const balanced = isBalanced(await recountLedger(store)) && (await recount(store)).balanced;
    const running = found(shop.data, wanted, log.join(''));
    await shop.begin(gone);
    const contacts = await store.loadContacts(
      gone.map(({ email }) => container.addressKeyOf('email', email)),
    );
    const broughtBack = [...contacts.values()].filter(
      ({ suppression }) => suppression?.why !== 'erased',
    ).length;
    for (const { id } of gone) await shop.ask('POST', `/v1/customers/${id}/erasure`, { by: 'test' });
    const othersAfter = await shop.toldOf(stays);
    await shop.api.close();
    const stopped = found(shop.data, wanted, log.join(''));
    return {
      people,
      canaries: wanted.length,
      neverThere: wanted.filter((canary) => !before.has(canary)),
      left: [...new Set([...running, ...stopped])],
      lost: othersBefore.filter((canary) => !othersAfter.includes(canary)),
      exported: first === undefined ? 0 : everyCanary(first).filter((canary) => told.includes(canary)).length,
      emptyRooms: unused,
      balanced,
      broughtBack,
    };
  } finally {
    process.stdout.write = writeOut;
    process.stderr.write = writeErr;
    await shop.api.close();
    rmSync(shop.dir, { recursive: true, force: true });
  }
}

export async function run({
  seed,
  full,
}: {
  seed: number;
  full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const { people, canaries, left, lost, neverThere, balanced, broughtBack, ...row } = await erasedPeople(
    seed,
    full ? 40 : 5,
  );
  const pass =
    left.length === 0 &&
    lost.length === 0 &&
    neverThere.length + row.emptyRooms.length === 0 &&
    balanced &&
    broughtBack === 0;
  return {
    measured: `${left.length} of ${canaries} canaries left, ${broughtBack} addresses brought back by an import, ${lost.length} of others lost`,
    runs: people,
    pass,
  };
}
