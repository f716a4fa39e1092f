/**
 * Work that can wait gives way to people who are waiting: while events are coming in numbers, a wave in the same process takes
 * only what they leave of the machine, a few records at a time, so that no event waits behind a page of sends. Left alone it
 * runs at full speed, and it never stands still.
 */

/** Fewer events than this in a window are no traffic to give way to. */
const BUSY_EVENTS = 20;
const WINDOW_MS = 200;
const PAUSE_MS = 20;
/** What events and records together may come to; a machine of two cores bears somewhat more. */
const TOGETHER_PER_SECOND = 5_500;
const LEAST_RECORDS_PER_SECOND = 500;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export class Pace {
  private windowStart = Number.NEGATIVE_INFINITY;
  private inWindow = 0;
  private inWindowBefore = 0;
  private nextTurnAt = 0;
  private readonly nowMs: () => number;

  /** `nowMs` runs with real time and never back. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.nowMs = nowMs;
  }

  /** Somebody is waiting for an event to be taken. */
  arrived(): void {
    this.moveTo(this.nowMs());
    this.inWindow += 1;
  }

  /** Waits for a turn; how many records may be run in it. */
  async turn(): Promise<number> {
    const now = this.nowMs();
    this.moveTo(now);
    if (this.inWindow + this.inWindowBefore < BUSY_EVENTS) return Number.POSITIVE_INFINITY;
    const at = Math.max(now, this.nextTurnAt);
    this.nextTurnAt = at + PAUSE_MS;
    if (at > now) await sleep(at - now);
    return this.recordsPerTurn();
  }

  private recordsPerTurn(): number {
    const eventsPerSecond = (Math.max(this.inWindow, this.inWindowBefore) * 1_000) / WINDOW_MS;
    const perSecond = Math.max(LEAST_RECORDS_PER_SECOND, TOGETHER_PER_SECOND - eventsPerSecond);
    return Math.ceil((perSecond * PAUSE_MS) / 1_000);
  }

  private moveTo(now: number): void {
    const passed = now - this.windowStart;
    if (passed < WINDOW_MS) return;
    this.inWindowBefore = passed < 2 * WINDOW_MS ? this.inWindow : 0;
    this.inWindow = 0;
    this.windowStart = now;
  }
}
