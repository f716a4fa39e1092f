/** What must hold at the instant a claim commits, by arithmetic of its own. */
import type { Person } from '../../../core/customer/person.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import type { ConsentTruth } from './truth.ts';
import type { Rule } from './violation.ts';
import { isBetween, localMinute } from './wallClock.ts';

const ASKS_CONSENT: ReadonlySet<string> = new Set(['promotional', 'care', 'survey']);
const DAY = 86_400_000;

export interface ClaimView {
  readonly row: Decision;
  readonly person: Person;
  readonly contactKey: string;
  readonly at: number;
}

export type Report = (rule: Rule, customerId: string, detail: string) => void;

/** Nothing that asks for consent is claimed where it does not hold, nor where the address was put on the list. */
export function checkConsent({ row, contactKey }: ClaimView, truth: ConsentTruth, report: Report): void {
  if (!ASKS_CONSENT.has(row.class)) return;
  const state = truth.stateOf(contactKey, row.channel, row.topic);
  if (state !== 'granted') {
    report(
      'consent',
      row.customerId,
      `${row.id} was claimed while ${row.topic} by ${row.channel} was ${state}`,
    );
  }
  if (truth.isSuppressed(contactKey)) {
    report('consent', row.customerId, `${row.id} was claimed after ${contactKey} was suppressed`);
  }
}

/** Nobody is written to at night; a receipt may come at any hour. */
export function checkQuietHours({ row, person, at }: ClaimView, settings: Settings, report: Report): void {
  const { quietHours, unknownZoneWindow: open } = settings.messages;
  const periods = quietHours.filter(({ channel }) => channel === undefined || channel === row.channel);
  if (row.class === 'transactional' || periods.length === 0) return;
  const { zone } = person;
  const isQuiet =
    zone === null
      ? !isBetween(localMinute(settings.shop.zone, at), open.from, open.until)
      : periods.some(({ from, until }) => isBetween(localMinute(zone, at), from, until));
  if (!isQuiet) return;
  const clock = new Date(at).toISOString();
  report('quiet-hours', row.customerId, `${row.id} was claimed at ${clock}, night in ${zone ?? 'no zone'}`);
}

interface Slot {
  readonly decisionId: string;
  readonly class: string;
  readonly topic: string;
  readonly channel: string;
  readonly contactKey: string;
  readonly costMicroUsd: number;
  readonly at: number;
}

interface Scope {
  readonly class?: string | undefined;
  readonly topic?: string | undefined;
  readonly channel?: string | undefined;
}

function isWithin(slot: Slot, scope: Scope): boolean {
  return (
    (scope.class === undefined || scope.class === slot.class) &&
    (scope.topic === undefined || scope.topic === slot.topic) &&
    (scope.channel === undefined || scope.channel === slot.channel)
  );
}

const MICRO_USD_A_CENT = 10_000;

/**
 * Counts what each address was sent and what a day cost; what may not wait for money (receipts, replies) is not held to a budget.
 * A claim that was definitely refused gives its place back.
 */
export class Spending {
  private readonly slots = new Map<string, Slot>();
  private readonly byContact = new Map<string, Set<string>>();
  private readonly byDay = new Map<number, Set<string>>();

  claimed({ row, contactKey, at }: ClaimView, settings: Settings, report: Report): void {
    this.released(row.id);
    const { class: kind, topic, channel, costMicroUsd } = row;
    this.slots.set(row.id, { decisionId: row.id, class: kind, topic, channel, contactKey, costMicroUsd, at });
    join(this.byContact, contactKey, row.id);
    join(this.byDay, Math.floor(at / DAY), row.id);
    for (const cap of settings.messages.caps) {
      const recent = this.those(this.byContact.get(contactKey), cap).filter(
        (slot) => ASKS_CONSENT.has(slot.class) && slot.at > at - cap.withinDays * DAY,
      ).length;
      if (recent > cap.most && ASKS_CONSENT.has(row.class) && this.isCounted(row.id, cap)) {
        report(
          'cap',
          row.customerId,
          `${row.id} is message ${recent} of ${cap.most} in ${cap.withinDays} days`,
        );
      }
    }
    for (const budget of settings.messages.budgets) {
      if (budget.per !== 'day' || !ASKS_CONSENT.has(row.class) || !this.isCounted(row.id, budget)) continue;
      const spent = this.those(this.byDay.get(Math.floor(at / DAY)), budget)
        .filter((slot) => ASKS_CONSENT.has(slot.class))
        .reduce((sum, slot) => sum + slot.costMicroUsd, 0);
      const limit = budget.limitUsdCents * MICRO_USD_A_CENT;
      if (spent > limit)
        report('budget', row.customerId, `${row.id} brings ${budget.id} to ${spent} of ${limit}`);
    }
  }

  private isCounted(id: string, scope: Scope): boolean {
    const slot = this.slots.get(id);
    return slot !== undefined && isWithin(slot, scope);
  }

  private those(ids: ReadonlySet<string> | undefined, scope: Scope): Slot[] {
    return [...(ids ?? [])].flatMap((id) => {
      const slot = this.slots.get(id);
      return slot !== undefined && isWithin(slot, scope) ? [slot] : [];
    });
  }

  released(decisionId: string): void {
    const slot = this.slots.get(decisionId);
    if (slot === undefined) return;
    this.slots.delete(decisionId);
    this.byContact.get(slot.contactKey)?.delete(decisionId);
    this.byDay.get(Math.floor(slot.at / DAY))?.delete(decisionId);
  }
}

function join<Key>(sets: Map<Key, Set<string>>, key: Key, id: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([id]));
  else known.add(id);
}
