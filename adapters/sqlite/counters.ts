/** Numbers of a store file that only grow. */
import { number } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

type Counter = 'config' | 'imports' | 'merges';

/** Inside a write: moves the counter by one and returns where it is. */
export function nextCount(file: SqliteFile): (counter: Counter) => number {
  const statement = file.prepare('UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value');
  return (counter) => {
    const row = statement.get(counter);
    return row === undefined ? 0 : number(row, 'value');
  };
}

/** The number a counter stands at; 0 where the file has no such counter. */
export function countOf(file: SqliteFile): (counter: Counter | 'shards') => number {
  const statement = file.prepare('SELECT value FROM counters WHERE name = ?');
  return (counter) => {
    const row = statement.get(counter);
    return row === undefined ? 0 : number(row, 'value');
  };
}
