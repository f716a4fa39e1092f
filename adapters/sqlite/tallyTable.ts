/** Tallies by day, shard, group and what is counted: a row is added to, never read on the way. */
import { TALLIED, type Tallied } from '../../core/message/feedback.ts';
import type { Tally, TallyGroup } from '../../core/message/tally.ts';
import { number, text, word } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

export class TallyTable {
  private readonly sql;

  constructor(file: SqliteFile) {
    this.sql = {
      add: file.prepare(
        `INSERT INTO tallies (day, shard, tally_group, what, counted) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT DO UPDATE SET counted = counted + 1`,
      ),
      between: file.prepare(
        `SELECT day, tally_group, what, sum(counted) AS counted FROM tallies WHERE day BETWEEN ? AND ?
        GROUP BY day, tally_group, what ORDER BY day, tally_group, what`,
      ),
    };
  }

  add(day: number, shard: number, group: TallyGroup, what: Tallied): void {
    this.sql.add.run(day, shard, group, what);
  }

  between({ since, until }: { since: number; until: number }): Tally[] {
    return this.sql.between.all(since, until).map((row) => ({
      day: number(row, 'day'),
      group: text(row, 'tally_group'),
      what: word(row, 'what', TALLIED),
      count: number(row, 'counted'),
    }));
  }
}
