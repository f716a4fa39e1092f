/**
 * Tallies: how many messages were sent, delivered, bounced, complained of, opened and clicked, by day, sender and mailbox
 * provider. They are added to in the transaction of what they count, spread over shards, so nobody waits for a shared
 * counter; the reputation guard and the report by mailbox provider read them.
 */
import type { Tallied } from './feedback.ts';

/** Which messages are counted together: `<sender>/<mailbox provider>`, set at the claim. */
export type TallyGroup = string;

export interface Tally {
  /** Days since 1970-01-01, UTC: of the outcome, or of the event told. */
  readonly day: number;
  readonly group: TallyGroup;
  readonly what: Tallied;
  readonly count: number;
}

const SEPARATOR = '/';

export function tallyGroup(sender: string, mailboxProvider: string): TallyGroup {
  return sender + SEPARATOR + mailboxProvider;
}

export function tallyGroupParts(group: TallyGroup): { sender: string; mailboxProvider: string } {
  const at = group.lastIndexOf(SEPARATOR);
  return { sender: group.slice(0, Math.max(0, at)), mailboxProvider: group.slice(at + 1) };
}
