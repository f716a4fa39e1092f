/**
 * Slows down whoever tries codes: after ten that are none within a minute, further ones of the same key and customer are refused
 * until the minute is over. Kept in the process alone: a code has 84 bits, and this only spares the store.
 */
import { type Instant, MINUTE_MS } from '../../core/time.ts';

const MOST_GUESSES = 10;
/** Windows remembered at most; the oldest give way. */
const MOST_WINDOWS = 10_000;

interface Window {
  readonly since: Instant;
  guesses: number;
}

export class CouponGuesses {
  private readonly windows = new Map<string, Window>();

  /** When they may try again; null where they may now. */
  blockedUntil(who: string, now: Instant): Instant | null {
    const window = this.windows.get(who);
    if (window === undefined || now >= window.since + MINUTE_MS) return null;
    return window.guesses >= MOST_GUESSES ? window.since + MINUTE_MS : null;
  }

  /** A code that is none. */
  note(who: string, now: Instant): void {
    const known = this.windows.get(who);
    if (known !== undefined && now < known.since + MINUTE_MS) {
      known.guesses += 1;
      return;
    }
    this.windows.delete(who);
    this.windows.set(who, { since: now, guesses: 1 });
    const [oldest] = this.windows.keys();
    if (this.windows.size > MOST_WINDOWS && oldest !== undefined) this.windows.delete(oldest);
  }
}
