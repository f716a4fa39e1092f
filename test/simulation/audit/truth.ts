/**
 * What the owners of addresses said, folded by rules of its own from what was committed: the later telling wins, at one
 * instant the refusal. It is compared with what the claims did, never with what the product remembers of it.
 */
import { isRecord } from './touched.ts';

interface Said {
  readonly at: number;
  readonly state: string;
}

const STRICTER = ['asked', 'granted', 'denied'];

export class ConsentTruth {
  private readonly said = new Map<string, Said>();
  /** Addresses that were suppressed, for ever: no world takes anybody off the list. */
  private readonly suppressed = new Set<string>();

  /** A consent as it was told for an address. */
  tell(contactKey: string, change: unknown): void {
    if (!isRecord(change)) return;
    const { topic, channel, state, at } = change;
    if (typeof at !== 'number' || typeof state !== 'string') return;
    const key = `${contactKey} ${String(channel)} ${String(topic)}`;
    const known = this.said.get(key);
    if (known !== undefined && known.at > at) return;
    if (known?.at === at && STRICTER.indexOf(known.state) >= STRICTER.indexOf(state)) return;
    this.said.set(key, { at, state });
  }

  /** Everything a contact says as it was written. */
  written(contact: unknown): void {
    if (!isRecord(contact) || typeof contact['key'] !== 'string') return;
    if (isRecord(contact['consents'])) {
      for (const change of Object.values(contact['consents'])) this.tell(contact['key'], change);
    }
    if (contact['suppression'] != null) this.suppressed.add(contact['key']);
  }

  isSuppressed(contactKey: string): boolean {
    return this.suppressed.has(contactKey);
  }

  /** What holds for a topic: `*` refused is refused, unless the topic was granted later. */
  stateOf(contactKey: string, channel: string, topic: string): string {
    const own = this.said.get(`${contactKey} ${channel} ${topic}`);
    const all = this.said.get(`${contactKey} ${channel} *`);
    if (all?.state === 'denied' && (own === undefined || own.at <= all.at)) return 'denied';
    return own?.state ?? 'never-asked';
  }
}
