/**
 * Splits a shop in two, so that nobody shares an address with someone of the other part: people who share one share its
 * consents and caps. A person goes where whoever has one of their addresses went before, everybody else by a hash.
 */
import { shardOf } from '../../core/chance.ts';
import type { Person } from '../../core/customer/person.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import { addressOf } from './readSource.ts';

export type PartNumber = 0 | 1;

function byHash(text: string): PartNumber {
  return shardOf(text, 2) === 1 ? 1 : 0;
}

export class Split {
  private readonly channels: readonly ConsentChannel[];
  /** By address; empty where one channel is sent by, for then the hash of the address alone decides. */
  private readonly parts = new Map<string, PartNumber>();

  constructor(channels: readonly ConsentChannel[]) {
    this.channels = channels;
  }

  /** The person's part; null where their addresses are of both, and the shop cannot be split this way. O(channels). */
  partOf(person: Pick<Person, 'id' | 'email' | 'phone'>): PartNumber | null {
    const addresses = this.channels.flatMap((channel) => {
      const address = addressOf(person, channel);
      return address === null ? [] : [`${channel}:${address}`];
    });
    const known = new Set(addresses.flatMap((address) => this.parts.get(address) ?? []));
    if (known.size > 1) return null;
    const [part = byHash(addresses[0] ?? person.id)] = known;
    if (this.channels.length > 1) for (const address of addresses) this.parts.set(address, part);
    return part;
  }
}
