/**
 * Work that can wait gives way to people who are waiting: while events are coming in numbers, a wave in the same process runs a
 * few records at a time, at a rate that halves whenever events take long and grows again while they do not. Left alone it runs
 * at full speed, and it never stands still.
 */

/** Fewer events than this in two windows are no traffic to give way to. */
const BUSY_EVENTS = 20;
const WINDOW_MS = 200;
const TURN_MS = 50;
/** Where events take longer than this on average, the wave is in their way. */
const LONG_MS = 5;
const LEAST_PER_SECOND = 250;
const FIRST_PER_SECOND = 1_000;
const MOST_PER_SECOND = 20_000;
const GROWTH = 1.25;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export class Pace {
  private windowStart = Number.NEGATIVE_INFINITY;
  private done = 0;
  private doneBefore = 0;
  private tookMs = 0;
  private perSecond = FIRST_PER_SECOND;
  private nextTurnAt = 0;
  private readonly nowMs: () => number;

  /** `nowMs` runs with real time and never back. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.nowMs = nowMs;
  }

  /** Runs what somebody is waiting for, and takes note of how long that was. */
  async waitedFor<Result>(work: () => Promise<Result>): Promise<Result> {
    const from = this.nowMs();
    const result = await work();
    const now = this.nowMs();
    this.moveTo(now);
    this.done += 1;
    this.tookMs += now - from;
    return result;
  }

  /** Waits for a turn; how many records may be run in it. */
  async turn(): Promise<number> {
    const now = this.nowMs();
    this.moveTo(now);
    if (this.done + this.doneBefore < BUSY_EVENTS) return Number.POSITIVE_INFINITY;
    const at = Math.max(now, this.nextTurnAt);
    this.nextTurnAt = at + TURN_MS;
    if (at > now) await sleep(at - now);
    return Math.ceil((this.perSecond * TURN_MS) / 1_000);
  }

  private moveTo(now: number): void {
    const passed = now - this.windowStart;
    if (passed < WINDOW_MS) return;
    const isQuiet = passed >= 2 * WINDOW_MS;
    if (isQuiet) this.perSecond = FIRST_PER_SECOND;
    else if (this.done > 0) this.adapt(this.tookMs / this.done);
    this.doneBefore = isQuiet ? 0 : this.done;
    this.done = 0;
    this.tookMs = 0;
    this.windowStart = now;
  }

  private adapt(averageMs: number): void {
    this.perSecond =
      averageMs > LONG_MS
        ? Math.max(LEAST_PER_SECOND, this.perSecond / 2)
        : Math.min(MOST_PER_SECOND, this.perSecond * GROWTH);
  }
}
