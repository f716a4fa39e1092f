/**
 * A queue as SQS is one: at least once, in no order. What was handed out and not finished comes back; what failed five times
 * goes to the dead letters, from which it is sent again.
 */

interface Waiting {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

export interface Received {
  readonly messageId: string;
  readonly body: string;
}

const BATCH = 10;
const MOST_RECEIVES = 5;
const HIDDEN_MS = 2 * 60_000;

export class Queue {
  private waiting: Waiting[] = [];
  private dead: Waiting[] = [];
  private messages = 0;

  send(body: string, visibleAt: number): void {
    this.messages += 1;
    this.waiting.push({ id: `q${this.messages}`, body, visibleAt, receives: 0 });
  }

  /** When something is next to be handed out; null where nothing waits. */
  nextVisible(): number | null {
    let first: number | null = null;
    for (const { visibleAt } of this.waiting) if (first === null || visibleAt < first) first = visibleAt;
    return first;
  }

  /** Messages that could have been finished by now, dead letters included; what comes in this very instant is the next one's. */
  overdue(now: number): number {
    return this.waiting.filter(({ visibleAt }) => visibleAt < now).length + this.dead.length;
  }

  /** Hands out a batch, hidden for two minutes. */
  receive(now: number): Received[] {
    const batch = this.waiting.filter(({ visibleAt }) => visibleAt <= now).slice(0, BATCH);
    for (const message of batch) {
      message.visibleAt = now + HIDDEN_MS;
      message.receives += 1;
    }
    return batch.map(({ id, body }) => ({ messageId: id, body }));
  }

  /** The consumer is through with a batch, but for those that failed. */
  finish(batch: readonly Received[], failed: ReadonlySet<string>): void {
    const done = new Set(
      batch.filter(({ messageId }) => !failed.has(messageId)).map(({ messageId }) => messageId),
    );
    this.waiting = this.waiting.filter(({ id }) => !done.has(id));
    this.bury();
  }

  /** What was received too often leaves the queue. */
  bury(): void {
    const tooOften = this.waiting.filter(({ receives }) => receives >= MOST_RECEIVES);
    if (tooOften.length === 0) return;
    this.waiting = this.waiting.filter(({ receives }) => receives < MOST_RECEIVES);
    this.dead.push(...tooOften);
  }

  /** The operator sends the dead letters again. */
  redrive(now: number): void {
    for (const message of this.dead) this.waiting.push({ ...message, visibleAt: now, receives: 0 });
    this.dead = [];
  }
}
