/** Row numbers in time order, in time linear in the rows: buckets of equal width first, then insertion within each. */
export function sequenceByTime(at: Float64Array): Uint32Array {
  const rows = at.length;
  const sequence = new Uint32Array(rows);
  if (rows === 0) return sequence;
  const first = at.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = at.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const perMs = rows / (last - first + 1);
  const bucketOf = (time: number) => Math.floor((time - first) * perMs);

  const nextPlace = new Uint32Array(rows + 1);
  for (const time of at) {
    const bucket = bucketOf(time) + 1;
    nextPlace[bucket] = (nextPlace[bucket] ?? 0) + 1;
  }
  for (let bucket = 1; bucket <= rows; bucket += 1)
    nextPlace[bucket] = (nextPlace[bucket] ?? 0) + (nextPlace[bucket - 1] ?? 0);
  for (let row = 0; row < rows; row += 1) {
    const bucket = bucketOf(at[row] ?? 0);
    const place = nextPlace[bucket] ?? 0;
    sequence[place] = row;
    nextPlace[bucket] = place + 1;
  }
  settle(sequence, at);
  return sequence;
}

/** Insertion sort of rows that are nearly in place; rows of the same time stay in row order. */
function settle(sequence: Uint32Array, at: Float64Array): void {
  for (let i = 1; i < sequence.length; i += 1) {
    const row = sequence[i] ?? 0;
    const time = at[row] ?? 0;
    let place = i;
    while (place > 0 && (at[sequence[place - 1] ?? 0] ?? 0) > time) {
      sequence[place] = sequence[place - 1] ?? 0;
      place -= 1;
    }
    sequence[place] = row;
  }
}
