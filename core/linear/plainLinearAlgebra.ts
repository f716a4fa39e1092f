/** Linear algebra in plain TypeScript: what every machine has, and the measure of what is faster. */
import type { LinearAlgebra } from './linearAlgebra.ts';
import {
  layIn,
  roomIn,
  roomLength,
  type SweepRoom,
  sweepAll,
  takeOut,
  TILE,
  tiled,
  type Updater,
} from './sweep.ts';

interface Strip {
  readonly panel: Float64Array;
  readonly at: number;
}

/** One row of a tile: `C ← C − P·Qᵀ`, four sums kept apart from memory until they are whole. */
function updateRow(target: Float64Array, at: number, p: Strip, q: Strip, width: number): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const { panel: left, at: leftAt } = p;
  const { panel: right, at: rightAt } = q;
  for (let k = 0; k < width * TILE; k += TILE) {
    const value = left[leftAt + k] ?? 0;
    const place = rightAt + k;
    s0 += value * (right[place] ?? 0);
    s1 += value * (right[place + 1] ?? 0);
    s2 += value * (right[place + 2] ?? 0);
    s3 += value * (right[place + 3] ?? 0);
  }
  target[at] = (target[at] ?? 0) - s0;
  target[at + 1] = (target[at + 1] ?? 0) - s1;
  target[at + 2] = (target[at + 2] ?? 0) - s2;
  target[at + 3] = (target[at + 3] ?? 0) - s3;
}

class PlainUpdater implements Updater {
  readonly room: SweepRoom;
  readonly #size: number;

  constructor(room: SweepRoom, size: number) {
    this.room = room;
    this.#size = size;
  }

  multiply(strips: number, width: number): void {
    const { columns, pivot, product } = this.room;
    product.fill(0, 0, strips * TILE * width);
    for (let i = 0; i < strips; i += 1)
      for (let j = 0; j < width / TILE; j += 1)
        for (let row = 0; row < TILE; row += 1) {
          const left = { panel: columns, at: i * width * TILE + row };
          const right = { panel: pivot, at: j * width * TILE };
          updateRow(product, (i * TILE + row) * width + j * TILE, left, right, width);
        }
  }

  subtract(strips: number, width: number): void {
    const { columns, weighted, matrix } = this.room;
    for (let i = 0; i < strips; i += 1)
      for (let j = 0; j <= i; j += 1)
        for (let row = 0; row < TILE; row += 1) {
          const left = { panel: weighted, at: i * width * TILE + row };
          const right = { panel: columns, at: j * width * TILE };
          updateRow(matrix, (i * TILE + row) * this.#size + j * TILE, left, right, width);
        }
  }
}

export const plainLinearAlgebra: LinearAlgebra = {
  invertPositiveDefinite: async (matrix, n) => {
    const size = tiled(n);
    const room = roomIn(new ArrayBuffer(roomLength(size) * 8), 0, size);
    layIn(room, matrix, n);
    sweepAll(new PlainUpdater(room, size), size);
    return takeOut(room, matrix, n);
  },
};
