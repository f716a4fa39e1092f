/**
 * What the people of a campaign did, each within a window that begins when their first message was due, whoever got it: those held
 * out had an instant of their own by the same rule. Value is contribution margin, net of what was returned and of what offers cost.
 * Everybody given an arm counts, reached or not; who is in the shop's own control group is in no arm. Reads everyone once.
 */
import type { PersonRecord } from '../customer/person.ts';
import { HELD_OUT } from '../experiment/assigned.ts';
import type { CustomerId } from '../ids.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import { isShopHeldOut } from '../message/gates/holdout.ts';
import type { DirectoryStore } from '../ports.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, parseIso } from '../time.ts';
import { netMargin } from '../value/margin.ts';
import { HOLDOUT_NODE, LEFT, REST, STILL_MEANT, VARIANT_NODE, WINNER_NODE } from './compile.ts';
import { journeyIdOf } from './definition.ts';

/** What offers cost beside the orders they lowered, by the id they were given to. */
export type OfferCosts = ReadonlyMap<
  CustomerId,
  readonly { readonly at: Instant; readonly costMinor: number }[]
>;

export interface OutcomeDeps {
  readonly store: Pick<DirectoryStore, 'exportPeople'>;
  readonly facts: CatalogueFacts;
  readonly settings: Settings;
  readonly offerCosts: OfferCosts;
}

export interface OutcomeAsked {
  readonly campaign: string;
  readonly windowMs: number;
  readonly now: Instant;
}

export interface PersonOutcome {
  readonly customerId: CustomerId;
  readonly run: string;
  readonly heldOut: boolean;
  /** The variant of whoever is in the test, or in a campaign without one; null of the rest and where there are none. */
  readonly variant: string | null;
  /** Of the rest, what they were given. */
  readonly given: string | null;
  /** When their window began. */
  readonly from: Instant;
  /** Their window is over. */
  readonly isOver: boolean;
  readonly reachedGoal: boolean;
  readonly orders: number;
  readonly revenueMinor: number;
  readonly netMinor: number;
  readonly offersMinor: number;
  /** Net margin of as long a time before. */
  readonly netBefore: number;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

type Window = { readonly from: Instant; readonly until: Instant };

/** Contribution margin of one person's orders in a window, net of returns and of what offers cost beside them. */
export function marginIn(
  { person, orders }: PersonRecord,
  window: Window,
  { facts, settings, offerCosts }: Omit<OutcomeDeps, 'store'>,
): ReturnType<typeof netMargin> {
  const costs = [person.id, ...person.members].flatMap((id) => offerCosts.get(id) ?? []);
  const offerCost = ({ from, until }: Window) =>
    costs.reduce((sum, { at, costMinor }) => (at >= from && at < until ? sum + costMinor : sum), 0);
  return netMargin(orders, window, { facts, settings: settings.value, offerCost });
}

function outcomeOf(
  record: PersonRecord,
  passage: Enrolment,
  deps: OutcomeDeps,
  { windowMs, now }: OutcomeAsked,
): PersonOutcome {
  const due = textOf(passage.trigger['due']);
  const from = (due === null ? null : parseIso(due)) ?? passage.enteredAt;
  const after = marginIn(record, { from, until: from + windowMs }, deps);
  const before = marginIn(record, { from: from - windowMs, until: from }, deps);
  const arm = passage.arms[VARIANT_NODE] ?? null;
  return {
    customerId: record.person.id,
    run: textOf(passage.trigger['run']) ?? '',
    heldOut: passage.arms[HOLDOUT_NODE] === HELD_OUT,
    variant: arm === REST ? null : arm,
    given: passage.arms[WINNER_NODE] ?? null,
    from,
    isOver: from + windowMs <= now,
    reachedGoal:
      passage.endReason === 'goal' && (passage.endedAt ?? Number.POSITIVE_INFINITY) <= from + windowMs,
    orders: after.orders,
    revenueMinor: after.revenueMinor,
    netMinor: after.netMinor,
    offersMinor: after.offersMinor,
    netBefore: before.netMinor,
  };
}

/** Whether a passage came as far as being given a message, or kept from one. */
function isTaken({ visits, arms, nodeId, status }: Enrolment): boolean {
  if (nodeId === LEFT || nodeId === STILL_MEANT) return false;
  return status === 'ended' || Object.keys(arms).length > 0 || Object.keys(visits).length > 0;
}

/** Everyone's outcome, page by page: of whoever came into several runs one a run. */
export async function* outcomesOf(
  deps: OutcomeDeps,
  asked: OutcomeAsked,
): AsyncGenerator<readonly PersonOutcome[]> {
  const journeyId = journeyIdOf(asked.campaign);
  for await (const page of deps.store.exportPeople())
    yield page.flatMap((record) =>
      record.enrolments
        .filter((one) => one.journeyId === journeyId && isTaken(one))
        .filter(({ enteredAt }) => !isShopHeldOut(deps.settings, record.person.id, enteredAt))
        .map((passage) => outcomeOf(record, passage, deps, asked)),
    );
}
