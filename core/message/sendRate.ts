/**
 * How fast one worker may hand messages to a provider: its share of the rate the provider names. What a person waits for may use
 * all of it, everything else leaves a fifth free, so that a campaign never stands in its way. Permits come in as time goes by
 * and a second's worth is kept at most.
 */
import type { Instant } from '../time.ts';
import { SECOND_MS } from '../time.ts';
import type { Lane } from './decision.ts';

const LEFT_TO_AWAITED = 0.2;

export class SendRate {
  private readonly perSecond: number;
  private permits: number;
  private at: Instant | null = null;

  /** @param share of the provider's rate that is this worker's, above 0 and at most 1. */
  constructor(perSecond: number, share: number) {
    this.perSecond = perSecond * share;
    this.permits = Math.max(1, this.perSecond);
  }

  /** Takes as many permits as there are, `most` at most. `nowMs` is real time. */
  take(lane: Lane, most: number, nowMs: Instant): number {
    this.moveTo(nowMs);
    const kept = lane === 'transactional' ? 0 : this.perSecond * LEFT_TO_AWAITED;
    const taken = Math.max(0, Math.min(most, Math.floor(this.permits - kept)));
    this.permits -= taken;
    return taken;
  }

  /** Permits of sends that were not made after all. */
  giveBack(permits: number): void {
    this.permits = Math.min(this.most(), this.permits + permits);
  }

  private most(): number {
    return Math.max(1 / (1 - LEFT_TO_AWAITED), this.perSecond);
  }

  private moveTo(nowMs: Instant): void {
    if (this.at !== null) {
      const gained = ((nowMs - this.at) / SECOND_MS) * this.perSecond;
      this.permits = Math.min(this.most(), this.permits + Math.max(0, gained));
    }
    this.at = nowMs;
  }
}
