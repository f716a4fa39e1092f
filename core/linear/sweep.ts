/**
 * The inverse of a symmetric positive definite matrix by sweeping it block by block (Goodnight 1979, "A tutorial on the
 * SWEEP operator"): for each block K of the diagonal, with D the inverse of what stands there and B the columns of K,
 *   A_ij ← A_ij − B_i·D·B_jᵀ,   A_iK ← B_i·D,   A_KK ← −D,
 * and once every block was swept A is −A⁻¹. All the work, n³/2 multiplications, is one kind of update, `C ← C − P·Qᵀ`, of
 * the lower half; whoever has threads or vector instructions hands in an update of their own.
 *
 * An update adds up its products one by one from 0, in the order of the columns, and then subtracts the sum. Every updater
 * does so, hence all of them give the same bits on every machine.
 */

/** Rows and columns of a tile. */
export const TILE = 4;
/** Columns of a block: one of P's strips and one of Q's lie in the nearest cache together. */
export const BLOCK = 128;

/** What a sweep works in, all of it the updater's memory. Panels hold strips of 4 rows, column by column. */
export interface SweepRoom {
  /** `size × size`, row by row; `size` is n rounded up to whole tiles. */
  readonly matrix: Float64Array;
  /** B and B·D, as panels and, for the latter, row by row too. */
  readonly columns: Float64Array;
  readonly weighted: Float64Array;
  readonly product: Float64Array;
  /** −D as a panel. */
  readonly pivot: Float64Array;
}

/** Doubles a room of this size needs. */
export function roomLength(size: number): number {
  return size * size + 3 * size * BLOCK + BLOCK * BLOCK;
}

/** The parts of a room one after the other in memory, `size` a whole number of tiles. */
export function roomIn(memory: ArrayBufferLike, byteOffset: number, size: number): SweepRoom {
  let at = byteOffset;
  const part = (length: number): Float64Array => {
    const values = new Float64Array(memory, at, length);
    at += values.byteLength;
    return values;
  };
  return {
    matrix: part(size * size),
    columns: part(size * BLOCK),
    weighted: part(size * BLOCK),
    product: part(size * BLOCK),
    pivot: part(BLOCK * BLOCK),
  };
}

export interface Updater {
  readonly room: SweepRoom;
  /** `product ← 0 − columns · pivotᵀ`, `strips` strips of 4 rows, `width` columns deep and wide. */
  multiply(strips: number, width: number): void;
  /** Lower half of `matrix ← matrix − weighted · columnsᵀ`, `width` deep. */
  subtract(strips: number, width: number): void;
}

/** n rounded up to whole tiles. */
export function tiled(n: number): number {
  return Math.ceil(n / TILE) * TILE;
}

/** Puts rows of `width` values into strips: 4 rows side by side, column by column. */
function pack(
  panel: Float64Array,
  rows: number,
  width: number,
  valueAt: (i: number, k: number) => number,
): void {
  for (let i = 0; i < rows; i += 1) {
    const start = (i >> 2) * width * TILE + (i & 3);
    for (let k = 0; k < width; k += 1) panel[start + k * TILE] = valueAt(i, k);
  }
}

/** −D of the block at `from`, by sweeping its columns one by one in place. Throws where a pivot is not positive. */
function pivotOf(matrix: Float64Array, size: number, from: number, width: number): Float64Array {
  const block = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const value = matrix[(from + i) * size + from + j] ?? 0;
      block[i * width + j] = value;
      block[j * width + i] = value;
    }
  for (let k = 0; k < width; k += 1) {
    const pivot = block[k * width + k] ?? 0;
    if (!(pivot > 0) || !Number.isFinite(pivot))
      throw new RangeError(`row ${from + k}: the matrix is not positive definite`);
    const column = Float64Array.from({ length: width }, (_, i) => block[i * width + k] ?? 0);
    for (let i = 0; i < width; i += 1) {
      if (i === k) continue;
      const share = (column[i] ?? 0) / pivot;
      for (let j = 0; j < width; j += 1)
        block[i * width + j] = (block[i * width + j] ?? 0) - share * (column[j] ?? 0);
      block[i * width + k] = share;
      block[k * width + i] = share;
    }
    block[k * width + k] = -1 / pivot;
  }
  return block;
}

function sweepBlock(updater: Updater, size: number, from: number): void {
  const { matrix, columns, weighted, product, pivot } = updater.room;
  const width = Math.min(BLOCK, size - from);
  const strips = size / TILE;
  const swept = pivotOf(matrix, size, from, width);
  pack(columns, size, width, (i, k) => {
    const j = from + k;
    return (i >= j ? matrix[i * size + j] : matrix[j * size + i]) ?? 0;
  });
  pack(pivot, width, width, (i, k) => swept[i * width + k] ?? 0);
  updater.multiply(strips, width);
  pack(weighted, size, width, (i, k) => product[i * width + k] ?? 0);
  updater.subtract(strips, width);
  for (let i = 0; i < size; i += 1) {
    const isInside = i >= from && i < from + width;
    for (let k = 0; k < width; k += 1) {
      const j = from + k;
      const value = (isInside ? swept[(i - from) * width + k] : product[i * width + k]) ?? 0;
      if (i >= j) matrix[i * size + j] = value;
      else matrix[j * size + i] = value;
    }
  }
}

/** Inverts what stands in the lower half of the room's matrix; both halves hold the inverse afterwards. */
export function sweepAll(updater: Updater, size: number): void {
  for (let from = 0; from < size; from += BLOCK) sweepBlock(updater, size, from);
  const { matrix } = updater.room;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const value = -(matrix[i * size + j] ?? 0);
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
}

/** The room's matrix filled: the n × n given, and ones on the diagonal of what rounds it up. */
export function layIn(room: SweepRoom, matrix: Float64Array, n: number): void {
  const size = tiled(n);
  for (let i = 0; i < n; i += 1) room.matrix.set(matrix.subarray(i * n, i * n + n), i * size);
  for (let i = n; i < size; i += 1) room.matrix.fill(0, i * size, i * size + size)[i * size + i] = 1;
}

/** The first n × n of the room's matrix, into `into`. */
export function takeOut(room: SweepRoom, into: Float64Array, n: number): Float64Array {
  const size = tiled(n);
  for (let i = 0; i < n; i += 1) into.set(room.matrix.subarray(i * size, i * size + n), i * n);
  return into;
}
