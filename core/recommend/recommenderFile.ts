/** A shop's recommender as one run of bytes, and back. Weights of neighbours are kept in single precision: a recommendation needs no more. */
import { type Columns, packColumns, unpackColumns } from '../packedColumns.ts';
import type { NeighbourTable } from './neighbours.ts';
import type { ShopRecommender } from './shopRecommender.ts';

type Told = Omit<ShopRecommender, 'table' | 'popularity' | 'gapDays'>;

function tableColumns(table: NeighbourTable): Columns {
  if (table.kind === 'whole') return { weights: table.weights, steps: table.steps };
  const { starts, targets, weights } = table;
  return { starts, targets, weights: Float32Array.from(weights) };
}

export function packRecommender({ table, popularity, gapDays, ...told }: ShopRecommender): Uint8Array {
  const about: Told = told;
  return packColumns(JSON.stringify(about), {
    ...tableColumns(table),
    popularity: Float64Array.from(popularity),
    gapDays: Float64Array.from(gapDays),
  });
}

function column<Kind extends Columns[string]>(
  columns: Columns,
  name: string,
  kind: abstract new (...of: never) => Kind,
): Kind {
  const found = columns[name];
  if (found instanceof kind) return found;
  throw new TypeError(`recommendations were kept without their ${name}`);
}

function tableOf(columns: Columns): NeighbourTable {
  if (columns['weights'] instanceof Int8Array)
    return { kind: 'whole', weights: columns['weights'], steps: column(columns, 'steps', Float64Array) };
  return {
    kind: 'sparse',
    starts: column(columns, 'starts', Int32Array),
    targets: column(columns, 'targets', Int32Array),
    weights: column(columns, 'weights', Float32Array),
  };
}

/** Throws `TypeError` for bytes that are no recommender's. */
export function unpackRecommender(packed: Uint8Array): ShopRecommender {
  const { about, columns } = unpackColumns(packed);
  const told: Told = JSON.parse(about);
  return {
    ...told,
    table: tableOf(columns),
    popularity: column(columns, 'popularity', Float64Array),
    gapDays: column(columns, 'gapDays', Float64Array),
  };
}
