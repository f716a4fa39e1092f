/**
 * Which customers a file speaks of more than once, and on which row last, found by reading its ids before the import. So the
 * rows of one customer can be put together before the store sees them, and the same file read twice changes nothing, wherever
 * in it they stand. Memory: a fixed filter of bits, and the ids it takes for repeated, at most `MOST_REPEATED`; rows of ids
 * beyond that are imported one after the other.
 */
import { hash32 } from '../../../core/chance.ts';

const FEWEST_BITS = 1 << 10;
const MOST_BITS = 1 << 27;
const HASHES = 3;
const FIRST_SEED = 0x3c6ef372;
const STEP_SEED = 0x1f83d9ab;
const MOST_REPEATED = 1_000_000;

export interface RepeatedCustomers {
  /** Told of every row's id, in the order of the file. */
  see(id: string, line: number): void;
  /** The last line that speaks of this customer where several may; null where one does. */
  lastLineOf(id: string): number | null;
}

/** The filter has a bit a byte of the file, within bounds: a hundred or so for a row. */
export function repeatedCustomers(fileBytes: number): RepeatedCustomers {
  const bits = Math.min(MOST_BITS, 2 ** Math.ceil(Math.log2(Math.max(FEWEST_BITS, fileBytes))));
  const filter = new Uint32Array(bits >>> 5);
  const lastLines = new Map<string, number>();

  /** Sets the id's bits; true where all of them were set before. */
  function mark(id: string): boolean {
    const step = hash32(STEP_SEED, id) | 1;
    let at = hash32(FIRST_SEED, id);
    let known = true;
    for (let round = 0; round < HASHES; round += 1) {
      const bit = (at >>> 0) % bits;
      const word = bit >>> 5;
      const mask = 1 << (bit & 31);
      const before = filter[word] ?? 0;
      if ((before & mask) === 0) {
        known = false;
        filter[word] = before | mask;
      }
      at = (at + step) | 0;
    }
    return known;
  }

  return {
    see(id, line) {
      if (!mark(id)) return;
      if (lastLines.size < MOST_REPEATED || lastLines.has(id)) lastLines.set(id, line);
    },
    lastLineOf: (id) => lastLines.get(id) ?? null,
  };
}
