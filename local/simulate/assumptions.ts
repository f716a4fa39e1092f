/** What a simulation takes for granted about people, and which decisions rest on it. */
import type { CustomerId } from '../../core/ids.ts';
import type { Decision } from '../../core/message/decision.ts';

export class Assumptions {
  /** People whose address is assumed. */
  readonly reachable = new Set<CustomerId>();
  /** `customer/topic` of consents that are assumed. */
  readonly consents = new Set<string>();

  /** Whether a decision rests on an assumption; one that was refused or failed shows nothing of it. */
  support({ outcome, customerId, topic }: Decision): boolean {
    if (outcome === 'suppressed' || outcome === 'failed') return false;
    if (this.reachable.size > 0 && this.reachable.has(customerId)) return true;
    return this.consents.size > 0 && this.consents.has(`${customerId}/${topic}`);
  }
}
