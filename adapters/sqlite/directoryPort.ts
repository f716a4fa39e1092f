/** Lists and audits over a store file. Whatever may be long is read in pages by key, so that no reader holds the log. */
import type { Person } from '../../core/customer/person.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { DirectoryStore } from '../../core/ports.ts';
import type { PersonRecord } from '../../core/customer/person.ts';
import type { Instant } from '../../core/time.ts';
import { placeOfCursor } from '../records/placeCursor.ts';
import { folded } from '../records/search.ts';
import { number, type Row, text } from './columns.ts';
import { readDecision } from './decisionRows.ts';
import { readEnrolment } from './enrolmentRows.ts';
import { FROM_PEOPLE, PERSON_FIELDS, readPerson } from './personRows.ts';
import type { SqliteFile } from './sqliteFile.ts';
import { readTask } from './taskRows.ts';

const PAGE = 1_000;

type PeopleQuery = Parameters<DirectoryStore['listPeople']>[0];

/** SQL function: whether the folded search is in any of the texts. */
function isFoundIn(search: unknown, ...texts: unknown[]): number {
  const found = texts.some((one) => typeof one === 'string' && folded(one).includes(String(search)));
  return Number(found);
}

export function sqliteDirectory(
  file: SqliteFile,
  loadPerson: (id: Person['id']) => Promise<PersonRecord | null>,
  idsOf: (id: Person['id']) => readonly Person['id'][],
): DirectoryStore {
  file.db.function('is_found_in', { deterministic: true, varargs: true }, isFoundIn);
  const listed = (where: string) =>
    file.prepare(`SELECT ${PERSON_FIELDS} ${FROM_PEOPLE} WHERE p.id > ? ${where} ORDER BY p.id LIMIT ?`);
  const ofStage = 'FROM lifecycles l JOIN people p ON p.id = l.customer_id WHERE l.stage = ?';
  const listedOfStage = (where: string) =>
    file.prepare(
      `SELECT ${PERSON_FIELDS} ${ofStage} AND l.customer_id > ? ${where} ORDER BY l.customer_id LIMIT ?`,
    );
  const counted = (from: string) => file.prepare(`SELECT count(*) AS counted ${from}`);
  const found = 'is_found_in(?, p.id, p.name, p.email, p.phone)';
  const sql = {
    all: listed(''),
    ofStage: listedOfStage(''),
    // Most people lack the trait, and that its name is nowhere in the text is found out faster.
    withTrait: listed(
      'AND instr(p.traits, ?) > 0 AND EXISTS (SELECT 1 FROM json_each(p.traits) WHERE key = ?)',
    ),
    found: listed(`AND ${found}`),
    foundOfStage: listedOfStage(`AND ${found}`),
    countAll: counted('FROM people'),
    countOfStage: counted('FROM lifecycles WHERE stage = ?'),
    countFound: counted(`FROM people p WHERE ${found}`),
    countFoundOfStage: counted(`${ofStage} AND ${found}`),
    decisions: file.prepare(`SELECT * FROM decisions WHERE no > ? ORDER BY no LIMIT ${PAGE}`),
    decisionPage: file.prepare('SELECT * FROM decisions WHERE no > ? ORDER BY no LIMIT ?'),
    decisionsOf: file.prepare('SELECT * FROM decisions WHERE customer_id = ? ORDER BY no'),
    countAccepted: file.prepare("SELECT count(*) AS counted FROM facts WHERE kind = 'message-accepted'"),
    tasks: file.prepare('SELECT * FROM tasks WHERE kind = ? ORDER BY id'),
    inJourneys: file.prepare(
      `SELECT journey_id, journey_version, node_id, count(*) AS counted FROM enrolments WHERE status = 'active'
      GROUP BY journey_id, node_id, journey_version ORDER BY journey_id, journey_version, node_id`,
    ),
    // The signs keep the planner from sorting a whole journey for every page: it walks the unique index by person.
    passages: file.prepare(
      `SELECT * FROM enrolments WHERE (customer_id, event_key) > (?, ?) AND +journey_id = ?
      AND +status = 'active' AND journey_version <> ? ORDER BY customer_id, event_key LIMIT ?`,
    ),
    orderSpan: file.prepare(
      'SELECT min(at) AS first, max(at) AS last, count(*) AS counted FROM orders WHERE amount_minor >= 0',
    ),
  };

  function countPeople({ stage, search }: Pick<PeopleQuery, 'stage' | 'search'> = {}): number {
    const wanted = search === undefined ? undefined : folded(search);
    if (stage === undefined)
      return countIn(wanted === undefined ? sql.countAll.get() : sql.countFound.get(wanted));
    return countIn(
      wanted === undefined ? sql.countOfStage.get(stage) : sql.countFoundOfStage.get(stage, wanted),
    );
  }

  function listPeople({ after, limit, stage, search }: PeopleQuery): Person[] {
    const from = after ?? '';
    const wanted = search === undefined ? undefined : folded(search);
    if (stage === undefined) {
      const rows = wanted === undefined ? sql.all.all(from, limit) : sql.found.all(from, wanted, limit);
      return rows.map(readPerson);
    }
    const rows =
      wanted === undefined
        ? sql.ofStage.all(stage, from, limit)
        : sql.foundOfStage.all(stage, from, wanted, limit);
    return rows.map(readPerson);
  }

  async function* exportPeople(): AsyncGenerator<readonly PersonRecord[]> {
    let after: Person['id'] | null = null;
    for (;;) {
      const people: Person[] = await file.read(() => listPeople({ after, limit: PAGE }));
      const records = await Promise.all(people.map(({ id }) => loadPerson(id)));
      const last = people.at(-1);
      if (last === undefined) return;
      after = last.id;
      yield records.filter((record) => record !== null);
    }
  }

  async function* decisions(): AsyncGenerator<readonly Decision[]> {
    let after = 0;
    for (;;) {
      const rows = await file.read(() => sql.decisions.all(after));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = number(last, 'no');
      yield rows.map(readDecision);
    }
  }

  function orderSpan(): { first: Instant; last: Instant; orders: number } | null {
    const row = sql.orderSpan.get();
    const orders = countIn(row);
    if (row === undefined || orders === 0) return null;
    return { first: number(row, 'first'), last: number(row, 'last'), orders };
  }

  return {
    peopleWith: ({ trait, after, limit }) =>
      file.read(() => sql.withTrait.all(after ?? '', JSON.stringify(trait), trait, limit).map(readPerson)),
    listPeople: (query) => file.read(() => listPeople(query)),
    countPeople: (filter) => file.read(() => countPeople(filter)),
    exportPeople,
    decisions,
    decisionPage: (after, limit) =>
      file.read(() => {
        const place = placeOfCursor(after);
        if (place === null) return null;
        const rows = sql.decisionPage.all(place, limit);
        const last = rows.length < limit ? undefined : rows.at(-1);
        return {
          items: rows.map(readDecision),
          next: last === undefined ? null : String(number(last, 'no')),
        };
      }),
    decisionsOf: (id) =>
      file.read(() => idsOf(id).flatMap((one) => sql.decisionsOf.all(one).map(readDecision))),
    countAccepted: () => file.read(() => countIn(sql.countAccepted.get())),
    tasks: (kind) => file.read(() => sql.tasks.all(kind).map(readTask)),
    peopleInJourneys: () =>
      file.read(() =>
        sql.inJourneys.all().map((row) => ({
          journeyId: text(row, 'journey_id'),
          version: number(row, 'journey_version'),
          nodeId: text(row, 'node_id'),
          people: number(row, 'counted'),
        })),
      ),
    passagesIn: ({ journeyId, otherThan, after, limit }) =>
      file.read(() =>
        sql.passages
          .all(after?.customerId ?? '', after?.key ?? '', journeyId, otherThan, limit)
          .map(readEnrolment),
      ),
    orderSpan: () => file.read(orderSpan),
  };
}

function countIn(row: Row | undefined): number {
  return row === undefined ? 0 : number(row, 'counted');
}
