/**
 * Erasure in a store file. Records of a person are found by their ids; what others' records say of them is found by text, and
 * then read. `scrub` rewrites the file, so that nothing of what was taken away is left in its free space or its log.
 */
import type { StatementSync } from 'node:sqlite';
import {
  type ErasedCounts,
  type ErasedRows,
  type ErasureStore,
  erasedContact,
  type KnownAddress,
  needlesOf,
  spellsOut,
  type Traces,
} from '../../core/customer/erasure.ts';
import type { Identity } from '../../core/customer/identityItem.ts';
import { type AddressKey, addressKey, type CustomerId, customerId } from '../../core/ids.ts';
import { newContact } from '../../core/message/contact.ts';
import type { Task, TaskWrite } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import { number, type Row, text } from './columns.ts';
import { readContact } from './contactRows.ts';
import type { IdentityTable } from './identityTable.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';
import { readTask } from './taskRows.ts';

/** SQL: ids given as a JSON array. */
const IDS = 'IN (SELECT value FROM json_each(?1))';
/** SQL: the body spells out one of the texts of a JSON array. */
const NAMES_ONE = 'EXISTS (SELECT 1 FROM json_each(?1) wanted WHERE instr(body, wanted.value) > 0)';
const ORDERS = `customer_no IN (SELECT no FROM people WHERE id ${IDS}) OR origin ${IDS}`;

/** SQL function: whether a text spells out one of a JSON array of needles, which is parsed once. */
function spelledIn(): (value: unknown, needles: unknown) => number {
  let read: { readonly json: string; readonly needles: readonly string[] } = { json: '[]', needles: [] };
  return (value, json) => {
    if (json !== read.json) {
      const wanted: unknown = JSON.parse(String(json));
      read = { json: String(json), needles: Array.isArray(wanted) ? wanted.map(String) : [] };
    }
    return spellsOut(String(value), read.needles) ? 1 : 0;
  };
}

function prepareErasure({ file }: StoreTables) {
  file.db.function('spells_out', { deterministic: true }, spelledIn());
  const all = (sql: string): StatementSync => file.prepare(sql);
  return {
    owned: all(`SELECT id FROM identities WHERE owner ${IDS} OR id ${IDS}`),
    tasks: all(`SELECT * FROM tasks WHERE customer_id ${IDS} ORDER BY id`),
    isKept: all(
      `SELECT EXISTS (SELECT 1 FROM facts WHERE customer_id = ?1) OR EXISTS (SELECT 1 FROM decisions WHERE customer_id = ?1)
      OR EXISTS (SELECT 1 FROM enrolments WHERE customer_id = ?1) OR EXISTS (SELECT 1 FROM orders WHERE origin = ?1)
      OR EXISTS (SELECT 1 FROM identities WHERE id = ?1) AS kept`,
    ),
    naming: all(`SELECT key, version, body FROM contacts WHERE ${NAMES_ONE}`),
    otherIdentities: all(
      `SELECT id FROM identities WHERE ${NAMES_ONE} AND id NOT IN (SELECT value FROM json_each(?2))`,
    ),
    eraseTasks: all(`DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE customer_id ${IDS} LIMIT ?2)`),
    erasePassages: all(
      `DELETE FROM enrolments WHERE no IN (SELECT no FROM enrolments WHERE customer_id ${IDS} LIMIT ?2)`,
    ),
    openDecisions: all(
      `SELECT id FROM decisions WHERE customer_id ${IDS} AND (outcome <> 'claimed' OR claimed_at <= ?3) LIMIT ?2`,
    ),
    countDecisions: all(`SELECT count(*) AS counted FROM decisions WHERE customer_id ${IDS}`),
    eraseDecisions: all(`DELETE FROM decisions WHERE id ${IDS}`),
    eraseAccepted: all(
      `DELETE FROM facts WHERE customer_id IN (SELECT value FROM json_each(?2)) AND kind = 'message-accepted'
      AND json_extract(body, '$.decision') ${IDS}`,
    ),
    orders: all(`SELECT no FROM orders WHERE ${ORDERS} LIMIT ?2`),
    eraseLines: all(`DELETE FROM order_lines WHERE order_no ${IDS}`),
    eraseOrders: all(`DELETE FROM orders WHERE no ${IDS}`),
    eraseFacts: all(
      `DELETE FROM facts WHERE seq IN (SELECT seq FROM facts WHERE customer_id ${IDS} LIMIT ?2)`,
    ),
    eraseLifecycles: all(`DELETE FROM lifecycles WHERE customer_id ${IDS}`),
    erasePeople: all(`DELETE FROM people WHERE id ${IDS}`),
    eraseIdentities: all(`DELETE FROM identities WHERE id ${IDS}`),
    eraseMentions: all(
      `DELETE FROM facts WHERE customer_id IN (SELECT value FROM json_each(?2)) AND ${NAMES_ONE}
      AND (kind IN ('merged', 'merge-refused') OR json_extract(body, '$.name') = 'Aliased')`,
    ),
    cursors: all(`SELECT * FROM tasks WHERE customer_id IS NULL AND kind <> 'erasure' AND ${NAMES_ONE}`),
    personBefore: all('SELECT max(id) AS id FROM people WHERE id < ?'),
    eraseSeen: all('DELETE FROM events WHERE spells_out(message_id, ?)'),
  };
}

function changesOf(statement: StatementSync, ...values: (string | number)[]): number {
  return Number(statement.run(...values).changes);
}

function counted(row: Row | undefined): number {
  return row === undefined ? 0 : number(row, 'counted');
}

export function sqliteErasure(
  tables: StoreTables,
  people: PeopleTable,
  identities: IdentityTable,
): ErasureStore {
  const { file } = tables;
  const sql = prepareErasure(tables);

  function membersOf(id: CustomerId): CustomerId[] {
    const root = people.person(id) === null ? identities.ownerOf(id) : id;
    const members = people.person(root)?.members ?? [];
    const direct = [...new Set([root, ...members, id])];
    const owned = sql.owned.all(JSON.stringify(direct)).map((row) => customerId(text(row, 'id')));
    return [...new Set([...direct, ...owned])];
  }

  function addressesOf(ids: readonly CustomerId[]): KnownAddress[] {
    const told = ids.flatMap((id) => [people.person(id), identities.identity(id)?.fields ?? null]);
    const known = told.flatMap((fields): KnownAddress[] => [
      ...(fields?.email == null ? [] : [{ channel: 'email' as const, address: fields.email }]),
      ...(fields?.phone == null ? [] : [{ channel: 'sms' as const, address: fields.phone }]),
    ]);
    return [...new Map(known.map((one) => [`${one.channel}:${one.address}`, one])).values()];
  }

  /** Contacts that name any of the ids among their holders. */
  function heldBy(ids: readonly CustomerId[]): AddressKey[] {
    const held = sql.naming.all(JSON.stringify(ids.map((id) => JSON.stringify(id))));
    return held
      .map((row) => readContact(row, addressKey(text(row, 'key'))))
      .filter(({ holders }) => holders.some(({ id }) => ids.includes(id)))
      .map(({ key }) => key);
  }

  function findTraces(id: CustomerId): Traces | null {
    const ids = membersOf(id);
    const isKnown = ids.some((one) => people.person(one) !== null);
    const kept = sql.isKept.get(id);
    if (!isKnown && (kept === undefined || number(kept, 'kept') === 0)) return null;
    const claims = ids.flatMap((one) => identities.identity(one)?.claims ?? []);
    return { ids, keys: [...new Set([...claims, ...heldBy(ids)])], addresses: addressesOf(ids) };
  }

  function barContacts(keys: readonly AddressKey[], ids: readonly CustomerId[], at: Instant): number {
    let changed = 0;
    for (const key of keys) {
      const known = tables.contact(key) ?? newContact(key);
      const barred = erasedContact(known, ids, at);
      if (barred === known) continue;
      tables.putContact(barred);
      changed += 1;
    }
    return changed;
  }

  /** Decisions and the facts that accept them go together, so the ledger stays balanced. */
  function eraseDecisions(ids: string, staleBefore: Instant, limit: number): number {
    const found = sql.openDecisions.all(ids, limit, staleBefore).map((row) => text(row, 'id'));
    if (found.length === 0) return 0;
    const decisions = JSON.stringify(found);
    sql.eraseAccepted.run(decisions, ids);
    return changesOf(sql.eraseDecisions, decisions);
  }

  function eraseOrders(ids: string, limit: number): number {
    const found = JSON.stringify(sql.orders.all(ids, limit).map((row) => number(row, 'no')));
    sql.eraseLines.run(found);
    return changesOf(sql.eraseOrders, found);
  }

  function eraseRows({ ids, staleBefore, limit }: Parameters<ErasureStore['eraseRows']>[0]): ErasedRows {
    const wanted = JSON.stringify(ids);
    const erased: Record<string, number> = {};
    let left = limit;
    const take = (what: string, erase: (limit: number) => number): void => {
      if (left <= 0) return;
      const gone = erase(left);
      erased[what] = gone;
      left -= gone;
    };
    take('tasks', (most) => changesOf(sql.eraseTasks, wanted, most));
    take('passages', (most) => changesOf(sql.erasePassages, wanted, most));
    take('dossiers', (most) => tables.dossiers.erase(ids, most));
    take('decisions', (most) => eraseDecisions(wanted, staleBefore, most));
    const claimed = left <= 0 ? 0 : counted(sql.countDecisions.get(wanted));
    if (claimed > 0) return { erased, claimed, more: true };
    take('orders', (most) => eraseOrders(wanted, most));
    take('facts', (most) => changesOf(sql.eraseFacts, wanted, most));
    return { erased, claimed: 0, more: left <= 0 };
  }

  /** Others' identities without links to the ids; whose they are. */
  function unlink(ids: readonly CustomerId[], quoted: string): CustomerId[] {
    const others = sql.otherIdentities
      .all(quoted, JSON.stringify(ids))
      .map((row) => customerId(text(row, 'id')));
    for (const id of others) {
      const identity = identities.identity(id);
      if (identity === null) continue;
      const isOurs = (link: Identity['links'][number]) => ids.includes(link.a) || ids.includes(link.b);
      const links = identity.links.filter((link) => !isOurs(link));
      identities.put({ ...identity, version: identity.version + 1, links });
    }
    return others;
  }

  /** People whom the ids' own links name. */
  function linkedWith(ids: readonly CustomerId[]): CustomerId[] {
    const links = ids.flatMap((id) => identities.identity(id)?.links ?? []);
    return links.flatMap(({ a, b }) => [a, b]).filter((id) => !ids.includes(id));
  }

  /** A sweep that stopped at one of the ids goes on from the person before. */
  function moveCursors(ids: readonly CustomerId[], quoted: string): void {
    for (const row of sql.cursors.all(quoted)) {
      const task = readTask(row);
      const { cursor } = task.body;
      if (typeof cursor !== 'string' || !ids.some((id) => id === cursor)) continue;
      const before = sql.personBefore.get(cursor)?.['id'];
      tables.tasks.put({ ...task, body: { ...task.body, cursor: typeof before === 'string' ? before : '' } });
    }
  }

  function eraseMentions(traces: Traces): void {
    const { ids } = traces;
    const quoted = JSON.stringify(ids.map((id) => JSON.stringify(id)));
    const related = [...linkedWith(ids), ...unlink(ids, quoted)];
    if (related.length > 0) sql.eraseMentions.run(quoted, JSON.stringify(related));
    moveCursors(ids, quoted);
    const needles = needlesOf(traces);
    if (needles.length > 0) sql.eraseSeen.run(JSON.stringify(needles));
  }

  function eraseProfile(traces: Traces, taskOf: (erased: ErasedCounts) => TaskWrite) {
    if (!tables.tasks.isAsExpected(taskOf({}))) return 'conflict' as const;
    const wanted = JSON.stringify(traces.ids);
    if (counted(sql.countDecisions.get(wanted)) > 0) return 'again' as const;
    const { erased } = eraseRows({ ids: traces.ids, staleBefore: 0, limit: Number.MAX_SAFE_INTEGER });
    eraseMentions(traces);
    sql.eraseLifecycles.run(wanted);
    const profiles = changesOf(sql.erasePeople, wanted);
    const ids = changesOf(sql.eraseIdentities, wanted);
    tables.tasks.put(taskOf({ ...erased, profiles, identities: ids }).task);
    return 'committed' as const;
  }

  return {
    findTraces: (id) => file.read(() => findTraces(id)),
    tasksOf: (ids) => file.read((): Task[] => sql.tasks.all(JSON.stringify(ids)).map(readTask)),
    barContacts: (keys, ids, at) => file.write(() => barContacts(keys, ids, at), keys.length),
    eraseRows: (query) => file.write(() => eraseRows(query), query.limit),
    eraseProfile: ({ traces, task }) => file.write(() => eraseProfile(traces, task), 1_000),
    scrub: () => file.scrub(),
  };
}
