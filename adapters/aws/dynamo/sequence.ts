/**
 * Sequences sort facts of one instant by when they were written: by the clock of the writer, then in the order one process
 * wrote them. Two processes that write in the same millisecond come in either order.
 */
import { pad } from './keys.ts';

const COUNTED = 1_000_000;

export class Sequence {
  private readonly now: () => number;
  private readonly writer: string;
  private last = 0;
  private counted = 0;

  /** `writer` tells processes apart; `now` is the wall clock, in ms. */
  constructor(writer: string, now: () => number) {
    this.writer = writer;
    this.now = now;
  }

  next(): string {
    const at = Math.max(this.last, this.now());
    this.counted = at === this.last ? this.counted + 1 : 0;
    this.last = at;
    return `${pad(at)}.${String(this.counted % COUNTED).padStart(6, '0')}.${this.writer}`;
  }
}
