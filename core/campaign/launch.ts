/**
 * What the state machine `campaign-launch` does, step by step: the audience is counted and the run planned; its people are let in,
 * page by page, as long as there is time; the run is ended. Every step may be repeated, and goes on where it was cut off. A
 * campaign that was paused or cancelled meanwhile lets nobody in any more.
 */
import { parseDuration } from '../duration.ts';
import type { JourneyBook } from '../journey/book.ts';
import { HOUR_MS, type Instant, MINUTE_MS, parseIso } from '../time.ts';
import { type AudienceDeps, audienceOf, audiencePage, countAudience, type Meant } from './audience.ts';
import { type Campaign, isOver, noted } from './campaign.ts';
import { type CampaignDefinition, journeyIdOf, variantsOf } from './definition.ts';
import { letInPage, type LetInDeps, type RunningCampaign } from './letIn.ts';
import {
  type CampaignStore,
  campaignWrite,
  commitRecords,
  loadCampaign,
  loadRun,
  runWrite,
} from './records.ts';
import { afterPage, type CampaignRun } from './run.ts';
import { lastDue } from './schedule.ts';

export interface LaunchDeps extends Omit<LetInDeps, 'store'> {
  readonly store: CampaignStore & AudienceDeps['store'] & LetInDeps['store'];
  readonly book: JourneyBook;
}

export interface RunRef {
  readonly campaign: string;
  readonly run: number;
}

/** What a step came to: `over` once the run lets nobody in any more; `halted` where the campaign does not run now. */
export type LaunchStep = 'go-on' | 'over' | 'halted';

const PAGE = 250;
/** Between the decision about a test and the first who waits for it. */
const AFTER_DECISION_MS = 5 * MINUTE_MS;

export class CampaignGone extends Error {
  readonly code = 'campaign-gone';
  constructor({ campaign, run }: RunRef) {
    super(`there is no run ${run} of campaign "${campaign}"`);
    this.name = 'CampaignGone';
  }
}

async function read({ store }: LaunchDeps, ref: RunRef): Promise<{ campaign: Campaign; run: CampaignRun }> {
  const [campaign, run] = await Promise.all([
    loadCampaign(store, ref.campaign),
    loadRun(store, ref.campaign, ref.run),
  ]);
  if (campaign === null || run === null) throw new CampaignGone(ref);
  return { campaign, run };
}

function isRunOver({ state }: CampaignRun): boolean {
  return state === 'over' || state === 'stopped';
}

/** From the first message of the longest variant to its last. */
export function sequenceMs(definition: CampaignDefinition): number {
  const lengths = variantsOf(definition).map(({ messages }) =>
    messages.reduce((sum, { after }) => sum + (after === undefined ? 0 : (parseDuration(after) ?? 0)), 0),
  );
  return Math.max(0, ...lengths);
}

/** When the test of a run is decided: once its window is over for the last who is in it. Null without a test. */
export function decisionAt(
  definition: CampaignDefinition,
  run: CampaignRun,
  planned: number,
  now: Instant,
): Instant | null {
  const { test, perHour } = definition;
  if (test === undefined) return null;
  const spreadMs = perHour === undefined ? 0 : Math.ceil((planned * test.share * HOUR_MS) / perHour);
  const last = Math.max(now, lastDue(run)) + spreadMs + sequenceMs(definition);
  return last + (parseDuration(test.window) ?? 0);
}

async function stop({ store }: LaunchDeps, run: CampaignRun, why: string, now: Instant): Promise<void> {
  const stopped: CampaignRun = {
    ...run,
    version: run.version + 1,
    state: 'stopped',
    stopped: why,
    finishedAt: now,
  };
  await commitRecords(store, [runWrite(stopped)]);
}

function audienceIn(deps: LaunchDeps, { definition }: Campaign): Meant | null {
  return audienceOf({ store: deps.store, programme: deps.book.programme }, definition);
}

/** Counts the audience and fixes when a test is decided. A run whose segment is gone, or whose time is over, is stopped and says why. */
export async function planRun(
  deps: LaunchDeps,
  ref: RunRef,
  now: Instant,
  mayGoOn: () => boolean = () => true,
): Promise<LaunchStep> {
  const { campaign, run } = await read(deps, ref);
  if (isRunOver(run)) return 'over';
  if (campaign.state !== 'running') return 'halted';
  if (run.state === 'letting-in') return 'go-on';
  const { until } = campaign.definition;
  const meant = audienceIn(deps, campaign);
  const why =
    meant === null
      ? 'segment-gone'
      : until !== undefined && now > (parseIso(until) ?? now)
        ? 'expired'
        : null;
  if (meant === null || why !== null) {
    await stop(deps, run, why ?? 'segment-gone', now);
    return 'over';
  }
  const audience = { store: deps.store, programme: deps.book.programme };
  const { people: planned } = await countAudience(audience, meant, now, mayGoOn);
  const decideAt = decisionAt(campaign.definition, run, planned, now);
  const begun: CampaignRun = {
    ...run,
    version: run.version + 1,
    state: 'letting-in',
    asOf: now,
    planned,
    restFrom: decideAt === null ? null : decideAt + AFTER_DECISION_MS,
  };
  const writes = [
    runWrite(begun),
    ...(decideAt === null ? [] : [campaignWrite(noted(campaign, { decideAt }))]),
  ];
  await commitRecords(deps.store, writes);
  return 'go-on';
}

/** The published journey of a campaign; null where the book is older than its launch. */
function journeyOf({ book }: LaunchDeps, { id, journeyVersion }: Campaign) {
  const journey = book.latest.find((one) => one.id === journeyIdOf(id));
  return journey !== undefined && journey.version >= (journeyVersion ?? 0) ? journey : null;
}

/** One page, and the place behind it, committed with what it came to. */
async function nextPage(
  deps: LaunchDeps,
  meant: Meant,
  on: RunningCampaign,
  now: Instant,
): Promise<LaunchStep> {
  const { run } = on;
  const audience = { store: deps.store, programme: deps.book.programme };
  const page = await audiencePage(audience, meant, { after: run.cursor, limit: PAGE, now: run.asOf });
  const counted = afterPage(run, await letInPage(deps, on, page.meant, now), page.cursor ?? run.cursor);
  const isLast = page.cursor === null;
  const after: CampaignRun = isLast ? { ...counted, state: 'over', finishedAt: now } : counted;
  await commitRecords(deps.store, [runWrite(after)]);
  return isLast ? 'over' : 'go-on';
}

/** Lets people in while `mayGoOn`; a page that another worker has counted meanwhile counts once. */
export async function letIn(
  deps: LaunchDeps,
  ref: RunRef,
  on: { readonly now: () => Instant; readonly mayGoOn: () => boolean },
): Promise<LaunchStep> {
  for (;;) {
    const { campaign, run } = await read(deps, ref);
    if (isRunOver(run)) return 'over';
    if (isOver(campaign) || campaign.state === 'paused') return 'halted';
    if (!on.mayGoOn()) return 'go-on';
    const journey = journeyOf(deps, campaign);
    if (journey === null) throw new CampaignGone(ref);
    const meant = audienceIn(deps, campaign);
    if (meant === null) await stop(deps, run, 'segment-gone', on.now());
    else await nextPage(deps, meant, { definition: campaign.definition, journey, run }, on.now());
  }
}
