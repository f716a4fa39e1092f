/**
 * What the test of a campaign came to. It is looked at once, when its window is over, on the people whose own window is: so a test
 * for one look is enough (pooled z of shares, Welch of margins), at a level shared out among all pairs (Bonferroni). A variant wins
 * that is shown to be better than every other. Otherwise, and where a variant has too few people, everybody else gets the fallback.
 */
import { changeValue } from '../changeValue.ts';
import { parseDuration } from '../duration.ts';
import { FAMILY_ALPHA } from '../experiment/judge.ts';
import { type Moments, momentsOf } from '../experiment/moments.ts';
import { pooledZ } from '../experiment/pooledZ.ts';
import { welch } from '../experiment/welch.ts';
import type { CustomerId } from '../ids.ts';
import { armsOf, experimentKey, WINNERS, type Winners, winnersOf } from '../journey/winners.ts';
import type { ConfigStore, DirectoryStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Campaign, TestResult } from './campaign.ts';
import { compileCampaign, fallbackOf, WINNER_NODE } from './compile.ts';
import { type CampaignTest, journeyIdOf, variantsOf } from './definition.ts';
import { sequenceMs } from './launch.ts';
import { type OutcomeDeps, outcomesOf, type PersonOutcome } from './outcomes.ts';

export interface WinnerDeps extends OutcomeDeps {
  readonly store: OutcomeDeps['store'] &
    Pick<DirectoryStore, 'decisions'> &
    Pick<ConfigStore, 'getValue' | 'replaceValue'>;
}

/** Who followed a link of one of the campaign's messages, and when first. O(decisions). */
async function clicks({ store }: WinnerDeps, campaign: string): Promise<ReadonlyMap<CustomerId, Instant>> {
  const journeyId = journeyIdOf(campaign);
  const clicked = new Map<CustomerId, Instant>();
  for await (const page of store.decisions())
    for (const { journeyId: of, customerId, feedback } of page) {
      const at = of === journeyId ? feedback?.clickedAt : undefined;
      if (at !== undefined) clicked.set(customerId, Math.min(at, clicked.get(customerId) ?? at));
    }
  return clicked;
}

type Measure = (outcome: PersonOutcome) => number;

async function measureOf(
  deps: WinnerDeps,
  campaign: string,
  metric: CampaignTest['metric'],
  windowMs: number,
): Promise<Measure> {
  switch (metric) {
    case 'order':
      return ({ orders }) => Number(orders > 0);
    case 'margin':
      return ({ netMinor }) => netMinor;
    case 'goal':
      return ({ reachedGoal }) => Number(reachedGoal);
    case 'click': {
      const clicked = await clicks(deps, campaign);
      return ({ customerId, from }) =>
        Number((clicked.get(customerId) ?? Number.POSITIVE_INFINITY) <= from + windowMs);
    }
  }
}

interface Arm {
  readonly id: string;
  readonly moments: Moments;
}

/** Two-sided, of one pair. Null where nothing can be said. */
function pOf(left: Moments, right: Moments, metric: CampaignTest['metric']): number | null {
  if (metric === 'margin') return welch({ treated: left, control: right })?.p ?? null;
  const shares = ({ people, mean }: Moments) => ({ people, converted: Math.round(mean * people) });
  return pooledZ({ treated: shares(left), control: shares(right) })?.p ?? null;
}

/** Pure: which arm wins, of what was measured. */
export function winnerAmong(
  arms: readonly Arm[],
  test: CampaignTest,
  fallback: string,
  at: Instant,
): TestResult {
  const told = arms.map(({ id, moments }) => ({ arm: id, people: moments.people, mean: moments.mean }));
  const none = (why: TestResult['why'], p: number | null = null): TestResult => ({
    at,
    arm: fallback,
    why,
    p,
    arms: told,
  });
  if (arms.every(({ moments }) => moments.people === 0)) return none('no-data');
  if (arms.some(({ moments }) => moments.people < test.minimum)) return none('too-few');
  const [best, ...others] = [...arms].sort((a, b) => b.moments.mean - a.moments.mean);
  if (best === undefined) return none('no-data');
  const pairs = (arms.length * (arms.length - 1)) / 2;
  const worst = Math.max(...others.map(({ moments }) => pOf(best.moments, moments, test.metric) ?? 1));
  if (worst * pairs > FAMILY_ALPHA) return none('no-difference', worst);
  return { at, arm: best.id, why: 'shown-better', p: worst, arms: told };
}

async function measured(
  deps: WinnerDeps,
  campaign: Campaign,
  test: CampaignTest,
  now: Instant,
): Promise<Arm[]> {
  const windowMs = sequenceMs(campaign.definition) + (parseDuration(test.window) ?? 0);
  const measure = await measureOf(deps, campaign.id, test.metric, windowMs);
  const values = new Map<string, number[]>(variantsOf(campaign.definition).map(({ id }) => [id, []]));
  for await (const page of outcomesOf(deps, { campaign: campaign.id, windowMs, now }))
    for (const outcome of page)
      if (!outcome.heldOut && outcome.isOver && outcome.variant !== null)
        values.get(outcome.variant)?.push(measure(outcome));
  return [...values].map(([id, column]) => ({ id, moments: momentsOf(column) }));
}

/** Decides the test and lets those who wait for it know; repeated, it says what was said first. */
export async function chooseWinner(deps: WinnerDeps, campaign: Campaign, now: Instant): Promise<TestResult> {
  const { test } = campaign.definition;
  if (test === undefined) throw new TypeError(`campaign ${campaign.id} has no test`);
  const fallback = fallbackOf(campaign.definition);
  const result = winnerAmong(await measured(deps, campaign, test, now), test, fallback, now);
  const node = compileCampaign(campaign.definition).nodes[WINNER_NODE];
  if (node?.type !== 'experiment')
    throw new TypeError(`campaign ${campaign.id} has nobody who waits for a winner`);
  const key = experimentKey(journeyIdOf(campaign.id), WINNER_NODE);
  let arm = result.arm;
  await changeValue(deps.store, WINNERS, (json): Winners => {
    const known = winnersOf(json);
    arm = known[key]?.arm ?? result.arm;
    return { [key]: { arm, at: now, arms: armsOf(node) }, ...known };
  });
  return { ...result, arm };
}
