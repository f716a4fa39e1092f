/** The two other files of one machine that name people, as places of an erasure: the mailbox and rejected events. */
import { namesPerson, type PersonalPlace, type Traces } from '../../core/customer/erasure.ts';
import type { JsonObject } from '../../core/json.ts';
import { number, type Row, text } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

const OF_PERSON = `customer_id IN (SELECT value FROM json_each(?1))
  OR recipient IN (SELECT value FROM json_each(?2)) OR lower(recipient) IN (SELECT value FROM json_each(?2))`;
const PAGE = 1_000;

function parametersOf({ ids, addresses }: Traces): [string, string] {
  const texts = addresses.flatMap(({ address }) => [address, address.toLowerCase()]);
  return [JSON.stringify(ids), JSON.stringify(texts)];
}

function messageView(row: Row): JsonObject {
  const { merge_data: data, seq, at, ...rest } = row;
  const columns = Object.entries(rest).map(([column, value]) => [
    column,
    value === null ? null : String(value),
  ]);
  const parsed: JsonObject = JSON.parse(String(data));
  return { ...Object.fromEntries(columns), seq: Number(seq), at: Number(at), data: parsed };
}

/** Messages handed to a person, or to an address of theirs. */
export function mailboxPlace(file: SqliteFile): PersonalPlace {
  const find = file.prepare(`SELECT * FROM messages WHERE ${OF_PERSON} ORDER BY seq`);
  const some = file.prepare(`SELECT seq FROM messages WHERE ${OF_PERSON} LIMIT ${PAGE}`);
  const among = 'WHERE seq IN (SELECT value FROM json_each(?))';
  const erase = file.prepare(`DELETE FROM messages ${among}`);
  const eraseNews = file.prepare(`DELETE FROM news ${among}`);
  // A number that is free again may be given to the next message, whose news must be planned.
  const planned = file.prepare(
    'UPDATE news_planned SET seq = min(seq, (SELECT ifnull(max(seq), 0) FROM messages))',
  );

  function erasePage(traces: Traces): number {
    const seqs = JSON.stringify(some.all(...parametersOf(traces)).map((row) => number(row, 'seq')));
    eraseNews.run(seqs);
    const gone = Number(erase.run(seqs).changes);
    if (gone > 0) planned.run();
    return gone;
  }

  return {
    name: 'messages',
    find: (traces) => file.read(() => find.all(...parametersOf(traces)).map(messageView)),
    async erase(traces) {
      let erased = 0;
      for (;;) {
        const gone = await file.write(() => erasePage(traces), PAGE);
        erased += gone;
        if (gone < PAGE) return erased;
      }
    },
    scrub: () => file.scrub(),
  };
}

/** Rejected events that name a person by an id or an address, wherever in the message. */
export function rejectsPlace(file: SqliteFile): PersonalPlace {
  const page = file.prepare(`SELECT * FROM rejected_events WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`);
  const erase = file.prepare('DELETE FROM rejected_events WHERE seq IN (SELECT value FROM json_each(?))');

  async function* naming(traces: Traces): AsyncGenerator<Row[]> {
    let after = 0;
    for (;;) {
      const rows: Row[] = await file.read(() => page.all(after));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = number(last, 'seq');
      yield rows.filter((row) => namesPerson(text(row, 'raw'), traces) || namesPerson(said(row), traces));
    }
  }

  return {
    name: 'rejected',
    async find(traces) {
      const found: JsonObject[] = [];
      for await (const rows of naming(traces)) for (const row of rows) found.push(rejectedView(row));
      return found;
    },
    async erase(traces) {
      let erased = 0;
      for await (const rows of naming(traces)) {
        const seqs = JSON.stringify(rows.map((row) => number(row, 'seq')));
        erased += await file.write(() => Number(erase.run(seqs).changes), rows.length);
      }
      return erased;
    },
    scrub: () => file.scrub(),
  };
}

/** What was said about the event may quote it. */
function said(row: Row): string {
  return JSON.stringify([row['message_id'], text(row, 'message'), text(row, 'remedy'), text(row, 'field')]);
}

function rejectedView(row: Row): JsonObject {
  return {
    seq: number(row, 'seq'),
    source: text(row, 'source'),
    receivedAt: number(row, 'received_at'),
    code: text(row, 'code'),
    field: text(row, 'field'),
    message: text(row, 'message'),
    raw: text(row, 'raw'),
  };
}
