/**
 * S2: links that unsubscribe. Prefetching every page (GET and HEAD, as scanners and mail programs do) changes no row; no token
 * that was altered, cut, or signed for another page or with another secret is accepted; a POST that comes twice is one change.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import {
  LINK_PURPOSES,
  type LinkPurpose,
  linkKeys,
  signLink,
  verifyLink,
} from '../../../functions/shared/linkToken.ts';
import { claimsOf, keyOf, pagesWorld, type PagesWorld, TEST_KEYS } from '../../support/pagesWorld.ts';

export interface LinkCounts {
  readonly prefetches: number;
  /** 0 where the store is as before, row by row. */
  readonly mutatedByGet: number;
  readonly forged: number;
  readonly accepted: number;
  readonly doublePosts: number;
  /** Double POSTs that left more or fewer than one change. */
  readonly notOnce: number;
}

/** Small, seeded and good enough to choose places (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Everything in a database file, read by a connection of its own. */
function contentsOf(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const digest = createHash('sha256');
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  for (const { name } of tables) {
    digest.update(String(name));
    for (const row of db.prepare(`SELECT * FROM "${String(name)}"`).iterate()) {
      const values = Object.values(row).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value),
      );
      digest.update(`${values.join('\u001f')}\u001e`);
    }
  }
  db.close();
  return digest.digest('hex');
}

const QUERIES = [
  '',
  'lang=zh-CN',
  'topic=service&pace=monthly&reason=price',
  'pace=stay',
  'saved=email.offers,pace,everything',
  'done=undo',
  'do=all-off&reason=price&List-Unsubscribe=One-Click',
];

async function prefetch(
  world: PagesWorld,
  people: readonly CustomerId[],
  times: number,
  pick: (below: number) => number,
): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    for (const purpose of LINK_PURPOSES) {
      const id = people[pick(people.length)] ?? people[0];
      if (id === undefined) return;
      const to = purpose === 'click' ? { to: 'https://shop.example/a' } : {};
      const token = signLink(TEST_KEYS, purpose, claimsOf(id, to));
      const query = new URLSearchParams(QUERIES[pick(QUERIES.length)]);
      const method = pick(2) === 0 ? 'GET' : 'HEAD';
      const answer = await world.ask(method, purpose, token, { query, body: 'List-Unsubscribe=One-Click' });
      if (answer.status >= 400) throw new Error(`${method} ${purpose} answered ${answer.status}`);
    }
  }
}

const OTHER_KEYS = linkKeys(1, { 1: Buffer.alloc(32, 8) });
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** A token that was never signed for `purpose`, made from ones that were signed for something. */
function forgery(
  purpose: LinkPurpose,
  id: CustomerId,
  other: CustomerId,
  pick: (below: number) => number,
): string {
  const token = signLink(TEST_KEYS, purpose, claimsOf(id));
  const [payload = '', mac = ''] = token.split('.');
  const [bytes, macBytes] = [Buffer.from(payload, 'base64url'), Buffer.from(mac, 'base64url')];
  const elsewhere = LINK_PURPOSES.filter((one) => one !== purpose);
  switch (pick(9)) {
    case 0:
      return `${flipped(bytes, pick(bytes.length * 8)).toString('base64url')}.${mac}`;
    case 1:
      return `${payload}.${flipped(macBytes, pick(macBytes.length * 8)).toString('base64url')}`;
    case 2:
      return token.slice(0, pick(token.length));
    case 3:
      return signLink(TEST_KEYS, elsewhere[pick(elsewhere.length)] ?? 'open', claimsOf(id));
    case 4:
      return signLink(OTHER_KEYS, purpose, claimsOf(id));
    case 5: {
      const at = pick(token.length);
      const letter = LETTERS[pick(LETTERS.length)] ?? 'A';
      const changed = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
      return changed === token ? `${token}A` : changed;
    }
    case 6: {
      const spellings = [
        `${token}=`,
        `${token} `,
        `${token}%00`,
        token.replace('.', '..'),
        `${token}.`,
        ` ${token}`,
        `${payload}=.${mac}`,
      ];
      return spellings[pick(spellings.length)] ?? '';
    }
    case 7:
      return `${signLink(TEST_KEYS, purpose, claimsOf(other)).split('.')[0] ?? ''}.${mac}`;
    default: {
      const last = LETTERS.indexOf(mac.at(-1) ?? 'A');
      return `${token.slice(0, -1)}${LETTERS[(last & 0x30) | ((last + 1 + pick(15)) & 0x0f)] ?? ''}`;
    }
  }
}

async function countAccepted(
  world: PagesWorld,
  [id, other]: readonly [CustomerId, CustomerId],
  times: number,
  pick: (below: number) => number,
): Promise<number> {
  let accepted = 0;
  for (let n = 0; n < times; n += 1) {
    const purpose = LINK_PURPOSES[n % LINK_PURPOSES.length] ?? 'unsubscribe';
    const token = forgery(purpose, id, other, pick);
    if (verifyLink(TEST_KEYS, purpose, token) !== null) accepted += 1;
    if (n % 100 > 0 || token.includes('/')) continue;
    const answer = await world.ask(pick(2) === 0 ? 'GET' : 'POST', purpose, token);
    if (answer.status !== 404) accepted += 1;
  }
  return accepted;
}

const FORMS = [
  'List-Unsubscribe=One-Click',
  'do=off',
  'do=all-off',
  'do=monthly',
  'do=pause',
  'do=reason&reason=price',
];

/** Changes of preferences that the facts of a person tell of. */
async function changesOf({ store }: PagesWorld, id: CustomerId): Promise<number> {
  const facts = await store.factsOf(id, 1_000);
  return facts.filter(({ kind, body }) => kind === 'event' && body['name'] === 'Preferences Updated').length;
}

/** Each person sends one form twice: at once, or after each other. */
async function countNotOnce(world: PagesWorld, people: readonly CustomerId[]): Promise<number> {
  let notOnce = 0;
  for (const [n, id] of people.entries()) {
    const token = signLink(TEST_KEYS, 'unsubscribe', claimsOf(id));
    const send = () => world.ask('POST', 'unsubscribe', token, { body: FORMS[n % FORMS.length] ?? '' });
    if (n % 2 === 0) await Promise.all([send(), send()]);
    else for (const one of [send, send]) await one();
    const before = await world.contact(keyOf(id));
    if ((await changesOf(world, id)) !== 1) notOnce += 1;
    await send();
    const after = await world.contact(keyOf(id));
    if (after.version !== before.version) notOnce += 1;
  }
  return notOnce;
}

/** Counts over a store of its own in a temporary file. */
export async function countLinks(of: {
  readonly seed: number;
  readonly prefetches: number;
  readonly forged: number;
  readonly doublePosts: number;
}): Promise<LinkCounts> {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-links-'));
  const file = join(dir, 'perennial.db');
  const store = openSqliteStore({ file });
  try {
    const pick = dice(of.seed);
    const count = Math.max(2, of.doublePosts);
    const people = Array.from({ length: count }, (_, n) => customerId(`customer-${n}`));
    const [one, other] = people;
    if (one === undefined || other === undefined) throw new Error('there are two people at least');
    const world = await pagesWorld({ store, people });
    const before = contentsOf(file);
    await prefetch(world, people, of.prefetches, pick);
    const mutatedByGet = contentsOf(file) === before ? 0 : 1;
    const accepted = await countAccepted(world, [one, other], of.forged, pick);
    const stillThere = contentsOf(file) === before ? 0 : 1;
    const notOnce = await countNotOnce(world, people);
    return { ...of, mutatedByGet: mutatedByGet + stillThere, accepted, notOnce };
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const PREFETCHES = 1_000;
const FORGED = 100_000;
const DOUBLE_POSTS = 60;

export async function run({
  seed,
}: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const counts = await countLinks({
    seed,
    prefetches: PREFETCHES,
    forged: FORGED,
    doublePosts: DOUBLE_POSTS,
  });
  const { mutatedByGet, accepted, notOnce } = counts;
  return {
    measured: `mutated by GET ${mutatedByGet} of ${PREFETCHES}; forged accepted ${accepted} of ${FORGED}; double POST not once ${notOnce} of ${DOUBLE_POSTS}`,
    runs: PREFETCHES + FORGED + DOUBLE_POSTS,
    pass: mutatedByGet === 0 && accepted === 0 && notOnce === 0,
  };
}
