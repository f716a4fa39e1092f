/** Files in pieces: the same bytes or text cut at chosen places, as a stream might deliver them. */

/** Cuts after each of `sizes` in turn; what is left over is the last piece. */
function cut<Whole extends { length: number }>(
  whole: Whole,
  sizes: readonly number[],
  slice: (whole: Whole, from: number, to: number) => Whole,
): Whole[] {
  const pieces: Whole[] = [];
  let from = 0;
  for (const size of sizes) {
    if (from >= whole.length) break;
    pieces.push(slice(whole, from, from + size));
    from += size;
  }
  return from < whole.length ? [...pieces, slice(whole, from, whole.length)] : pieces;
}

export async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  yield* cut(bytes, sizes, (whole, from, to) => Buffer.from(whole.subarray(from, to)));
}

export function textPieces(text: string, sizes: readonly number[]): string[] {
  return cut(text, sizes, (whole, from, to) => whole.slice(from, to));
}
