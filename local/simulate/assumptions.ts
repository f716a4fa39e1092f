/** What a simulation takes for granted about people, and which decisions rest on it. */
import type { CustomerId } from '../../core/ids.ts';
import { consentKey } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';

export class Assumptions {
  /** People whose address is assumed, by channel. */
  private readonly reachable: Readonly<Record<ConsentChannel, Set<CustomerId>>> = {
    email: new Set(),
    sms: new Set(),
  };
  /** `customer/channel/topic` of consents that are assumed. */
  private readonly consents = new Set<string>();

  reach(customerId: CustomerId, channel: ConsentChannel): void {
    this.reachable[channel].add(customerId);
  }

  consent(customerId: CustomerId, channel: ConsentChannel, topic: string): void {
    this.consents.add(`${customerId}/${consentKey(channel, topic)}`);
  }

  countReachableBy(channel: ConsentChannel): number {
    return this.reachable[channel].size;
  }

  /** People of whom an address is assumed, of one channel or both. */
  countReachable(): number {
    const { email, sms } = this.reachable;
    let both = 0;
    for (const one of sms) if (email.has(one)) both += 1;
    return email.size + sms.size - both;
  }

  countConsents(): number {
    return this.consents.size;
  }

  /** Whether a decision rests on an assumption; one that was refused or failed shows nothing of it. */
  support({ outcome, customerId, channel, topic }: Decision): boolean {
    if (channel === 'webhook' || outcome === 'suppressed' || outcome === 'failed') return false;
    if (this.reachable[channel].size > 0 && this.reachable[channel].has(customerId)) return true;
    return this.consents.size > 0 && this.consents.has(`${customerId}/${consentKey(channel, topic)}`);
  }
}
