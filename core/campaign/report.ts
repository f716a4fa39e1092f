/**
 * What became of a campaign: whom its runs let in and whom not, what became of each message, the variants, and what it brought
 * against the people it held out: contribution margin net of returns and offers, over the window that was fixed before the launch.
 * What is too young or too small to show anything says so. Revenue after a message stands beside it, and is no proof: who was
 * written to would have bought as well. Reads everyone and every decision once: O(people + orders + decisions).
 */
import { parseDuration } from '../duration.ts';
import { compareMeans } from '../experiment/compareMeans.ts';
import { cuped } from '../experiment/cuped.ts';
import { type LiftReport, liftReport } from '../experiment/liftReport.ts';
import { type Moments, momentsOf } from '../experiment/moments.ts';
import { standardErrorOf } from '../experiment/welch.ts';
import type { CustomerId } from '../ids.ts';
import type { DirectoryStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Campaign } from './campaign.ts';
import { type CampaignDefinition, journeyIdOf, variantsOf } from './definition.ts';
import { addMessage, type MessageCounts, noMessages } from './messageCounts.ts';
import { type OutcomeDeps, outcomesOf, type PersonOutcome } from './outcomes.ts';

export interface ReportDeps extends OutcomeDeps {
  readonly store: OutcomeDeps['store'] & Pick<DirectoryStore, 'decisions'>;
  /** The shop's; messages are paid in dollars, so of another currency their cost stands apart. */
  readonly currency: string | null;
}

export interface VariantReport {
  readonly variant: string;
  readonly people: number;
  readonly orders: number;
  readonly netMinor: number;
  readonly messages: MessageCounts;
}

/** What a report cannot show, and why. */
export const CAVEATS = [
  'nobody-entered',
  'no-holdout',
  'immature',
  'small-sample',
  'nothing-shown',
  'messages-pending',
] as const;
export type Caveat = (typeof CAVEATS)[number];

export interface CampaignReport {
  readonly messages: MessageCounts;
  readonly variants: readonly VariantReport[];
  readonly window: string;
  /** Given a message or held out, with the window over; `waiting`: not over. */
  readonly people: { readonly treated: number; readonly heldOut: number; readonly waiting: number };
  /** Of everyone whose window is over. */
  readonly orders: number;
  /** Net contribution margin a person, treated against held out; null without both. */
  readonly lift: LiftReport | null;
  /** The least difference a person that this many people would show four times in five. */
  readonly detectableMinor: number | null;
  readonly cost: { readonly messagesMicroUsd: number; readonly offersMinor: number };
  /** Revenue within the window of whoever was sent a message. No proof. */
  readonly attributed: { readonly orders: number; readonly revenueMinor: number; readonly proof: false };
  readonly caveats: readonly Caveat[];
}

/** Fewer in an arm, and a mean of margins says little. */
const SMALL_ARM = 100;
/** Standard errors between nothing and what 80 % of trials find at 5 %, two-sided: 1.96 + 0.84. */
const DETECTABLE_ERRORS = 2.8;
const MICRO_USD_PER_CENT = 10_000;

interface Messages {
  readonly all: MessageCounts;
  readonly byVariant: ReadonlyMap<string, MessageCounts>;
  readonly sentTo: ReadonlySet<CustomerId>;
}

/** Nodes of messages are called by variant and number. */
function variantOf(nodeId: string): string {
  return nodeId.slice(0, nodeId.lastIndexOf('-'));
}

async function messagesOf({ store }: ReportDeps, { id, definition }: Campaign): Promise<Messages> {
  const journeyId = journeyIdOf(id);
  const byVariant = new Map(variantsOf(definition).map((variant) => [variant.id, noMessages()]));
  const all = noMessages();
  const sentTo = new Set<CustomerId>();
  for await (const page of store.decisions())
    for (const decision of page) {
      if (decision.journeyId !== journeyId) continue;
      addMessage(all, decision);
      const ofVariant = byVariant.get(variantOf(decision.nodeId));
      if (ofVariant !== undefined) addMessage(ofVariant, decision);
      if (decision.outcome === 'sent') sentTo.add(decision.customerId);
    }
  return { all, byVariant, sentTo };
}

interface Column {
  readonly net: number[];
  readonly before: number[];
}

interface Gathered {
  readonly treated: Column;
  readonly control: Column;
  readonly byVariant: ReadonlyMap<string, { people: number; orders: number; netMinor: number }>;
  waiting: number;
  orders: number;
  offersMinor: number;
  attributedOrders: number;
  attributedMinor: number;
}

function add(gathered: Gathered, outcome: PersonOutcome, wasSent: boolean): void {
  if (wasSent) {
    gathered.attributedOrders += outcome.orders;
    gathered.attributedMinor += outcome.revenueMinor;
  }
  if (!outcome.isOver) {
    gathered.waiting += 1;
    return;
  }
  const column = outcome.heldOut ? gathered.control : gathered.treated;
  column.net.push(outcome.netMinor);
  column.before.push(outcome.netBefore);
  gathered.orders += outcome.orders;
  gathered.offersMinor += outcome.offersMinor;
  const variant = gathered.byVariant.get(outcome.variant ?? outcome.given ?? 'message');
  if (variant === undefined || outcome.heldOut) return;
  variant.people += 1;
  variant.orders += outcome.orders;
  variant.netMinor += outcome.netMinor;
}

async function gather(
  deps: ReportDeps,
  { id, definition }: Campaign,
  { sentTo }: Messages,
  now: Instant,
): Promise<Gathered> {
  const gathered: Gathered = {
    treated: { net: [], before: [] },
    control: { net: [], before: [] },
    byVariant: new Map(variantsOf(definition).map((one) => [one.id, { people: 0, orders: 0, netMinor: 0 }])),
    waiting: 0,
    orders: 0,
    offersMinor: 0,
    attributedOrders: 0,
    attributedMinor: 0,
  };
  const windowMs = parseDuration(definition.outcome.window) ?? 0;
  for await (const page of outcomesOf(deps, { campaign: id, windowMs, now }))
    for (const outcome of page) add(gathered, outcome, sentTo.has(outcome.customerId));
  return gathered;
}

function liftOf(
  { treated, control }: Gathered,
  arms: { readonly treated: Moments; readonly control: Moments },
  { holdout = 0 }: CampaignDefinition,
  costMinor: number | null,
): LiftReport | null {
  if (arms.treated.people === 0 || arms.control.people === 0) return null;
  const adjusted = cuped({
    treated: { pre: treated.before, post: treated.net },
    control: { pre: control.before, post: control.net },
  });
  return liftReport(
    'mean',
    compareMeans(arms),
    { expectedRatio: [1 - holdout, holdout], cost: costMinor },
    adjusted,
  );
}

function caveatsOf(
  { definition }: Campaign,
  { waiting }: Gathered,
  { treated, control }: { readonly treated: Moments; readonly control: Moments },
  lift: LiftReport | null,
  { accepted, pending }: MessageCounts,
): Caveat[] {
  const found = new Map<Caveat, boolean>([
    ['nobody-entered', accepted === 0 && waiting + treated.people + control.people === 0],
    ['no-holdout', (definition.holdout ?? 0) === 0],
    ['messages-pending', pending > 0],
    ['immature', waiting > 0],
    ['small-sample', (definition.holdout ?? 0) > 0 && Math.min(treated.people, control.people) < SMALL_ARM],
    [
      'nothing-shown',
      lift !== null && (lift.interval === null || (lift.interval[0] <= 0 && lift.interval[1] >= 0)),
    ],
  ]);
  return CAVEATS.filter((one) => found.get(one) === true);
}

export async function reportOf(deps: ReportDeps, campaign: Campaign, now: Instant): Promise<CampaignReport> {
  const { definition } = campaign;
  const messages = await messagesOf(deps, campaign);
  const gathered = await gather(deps, campaign, messages, now);
  const arms = { treated: momentsOf(gathered.treated.net), control: momentsOf(gathered.control.net) };
  const costMinor = deps.currency === 'USD' ? messages.all.costMicroUsd / MICRO_USD_PER_CENT : null;
  const lift = liftOf(gathered, arms, definition, costMinor);
  return {
    messages: messages.all,
    variants: variantsOf(definition).map(({ id }) => ({
      variant: id,
      ...(gathered.byVariant.get(id) ?? { people: 0, orders: 0, netMinor: 0 }),
      messages: messages.byVariant.get(id) ?? noMessages(),
    })),
    window: definition.outcome.window,
    people: { treated: arms.treated.people, heldOut: arms.control.people, waiting: gathered.waiting },
    orders: gathered.orders,
    lift,
    detectableMinor:
      arms.treated.people < 2 || arms.control.people < 2
        ? null
        : Math.round(DETECTABLE_ERRORS * standardErrorOf(arms)),
    cost: { messagesMicroUsd: messages.all.costMicroUsd, offersMinor: gathered.offersMinor },
    attributed: {
      orders: gathered.attributedOrders,
      revenueMinor: gathered.attributedMinor,
      proof: false,
    },
    caveats: caveatsOf(campaign, gathered, arms, lift, messages.all),
  };
}
