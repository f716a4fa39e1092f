/**
 * Standings in segments, over a store file: scanned by customer id. A page is one statement, which reads the parts that are asked
 * for and no other; the whole page of a commit is one transaction, each write of it on its own.
 */
import type { OrderAmount } from '../../core/customer/order.ts';
import { newPerson, type Person } from '../../core/customer/person.ts';
import type { Dossier } from '../../core/dossier.ts';
import { customerId } from '../../core/ids.ts';
import type {
  CommitResult,
  PersonStanding,
  StandingParts,
  StandingStore,
  StandingWrite,
} from '../../core/ports.ts';
import { standingKey } from '../../core/segment/standing.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import {
  isJsonObject,
  json,
  jsonOrNull,
  number,
  numberOrNull,
  type Row,
  text,
  textOrNull,
} from './columns.ts';
import { isLifecycle } from './lifecycleRow.ts';
import { parseAmounts } from './packedAmounts.ts';
import type { PeopleTable } from './peopleTable.ts';
import { FROM_PEOPLE, KNOWN_SINCE, readPerson, VERSION } from './personRows.ts';
import type { StoreTables } from './storeTables.ts';

const SCAN_PAGE = 500;
const COMMIT_PAGE = 2_000;

const ORDERS = `(SELECT group_concat(o.at || ',' || o.amount_minor) FROM orders o WHERE o.customer_no = p.no)`;
const PROFILE = 'p.name, p.email, p.phone, p.locale, p.zone, p.traits, p.details';

function scanOf({ profile, lifecycle, orders }: StandingParts): string {
  const parts = [
    `p.id, ${VERSION} AS version, ${profile ? `${KNOWN_SINCE} AS known_since, ${PROFILE}` : 'p.known_since'}`,
    `${lifecycle ? 'l.body' : 'NULL'} AS lifecycle`,
    `${orders ? ORDERS : 'NULL'} AS orders`,
    'd.version AS standing_version, d.body AS standing',
  ];
  return `SELECT ${parts.join(', ')} ${FROM_PEOPLE}
    LEFT JOIN dossiers d ON d.kind = 'standing' AND d.owner = p.id AND d.id = p.id
    WHERE p.id > ? ORDER BY p.id LIMIT ${SCAN_PAGE}`;
}

function personIn(row: Row, { profile }: StandingParts): Person {
  if (profile) return readPerson(row);
  const blank = newPerson(customerId(text(row, 'id')), number(row, 'known_since'));
  return { ...blank, version: number(row, 'version'), lifecycle: jsonOrNull(row, 'lifecycle', isLifecycle) };
}

function ordersIn(row: Row): readonly OrderAmount[] {
  const packed = textOrNull(row, 'orders');
  return packed === null ? [] : parseAmounts(packed);
}

function dossierIn(row: Row, { id }: Person): Dossier | null {
  const version = numberOrNull(row, 'standing_version');
  if (version === null) return null;
  return { ...standingKey(id), version, body: json(row, 'standing', isJsonObject) };
}

function readStanding(row: Row, parts: StandingParts): PersonStanding {
  const person = personIn(row, parts);
  return { person, orders: ordersIn(row), dossier: dossierIn(row, person) };
}

export function sqliteStandings(tables: StoreTables, people: PeopleTable): StandingStore {
  const { file } = tables;

  async function* scan(parts: StandingParts): AsyncGenerator<readonly PersonStanding[]> {
    const statement = file.prepare(scanOf(parts));
    let after = '';
    for (;;) {
      const from = after;
      const rows = await file.read(() => statement.all(from));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = text(last, 'id');
      yield rows.map((row) => readStanding(row, parts));
    }
  }

  function commit(write: StandingWrite): CommitResult {
    if (people.version(write.customerId) !== write.expectedVersion) return 'conflict';
    if (!tables.isAsExpected(write)) return 'conflict';
    tables.writeConsequences(write);
    return 'committed';
  }

  async function commitStandings(writes: readonly StandingWrite[]): Promise<CommitResult[]> {
    for (const write of writes) requireSoundConsequences(write);
    const results: CommitResult[] = [];
    for (let from = 0; from < writes.length; from += COMMIT_PAGE) {
      const page = writes.slice(from, from + COMMIT_PAGE);
      results.push(...(await file.write(() => page.map(commit), page.length)));
    }
    return results;
  }

  return {
    scanStandings: ({ segment, parts }) => (segment === 0 ? scan(parts) : nothing()),
    commitStandings,
  };
}

async function* nothing(): AsyncGenerator<never> {}
