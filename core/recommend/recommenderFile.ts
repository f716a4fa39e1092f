/** A shop's recommender as one run of bytes, and back. Weights are kept in single precision: a recommendation needs no more. */
import { type Columns, packColumns, unpackColumns } from '../packedColumns.ts';
import type { ShopRecommender } from './shopRecommender.ts';

type Told = Omit<ShopRecommender, 'table' | 'popularity' | 'gapDays'>;

export function packRecommender({ table, popularity, gapDays, ...told }: ShopRecommender): Uint8Array {
  const about: Told = told;
  const { starts, targets, weights } = table;
  return packColumns(JSON.stringify(about), {
    starts,
    targets,
    weights: Float32Array.from(weights),
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

/** Throws `TypeError` for bytes that are no recommender's. */
export function unpackRecommender(packed: Uint8Array): ShopRecommender {
  const { about, columns } = unpackColumns(packed);
  const told: Told = JSON.parse(about);
  return {
    ...told,
    table: {
      starts: column(columns, 'starts', Int32Array),
      targets: column(columns, 'targets', Int32Array),
      weights: column(columns, 'weights', Float32Array),
    },
    popularity: column(columns, 'popularity', Float64Array),
    gapDays: column(columns, 'gapDays', Float64Array),
  };
}
