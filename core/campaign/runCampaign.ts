/**
 * The alarm of a campaign: looks at its record, does the one thing that is due, and sets the alarm anew. Everything it does is
 * conditional on the record, so an alarm that rings twice, or after a crash, does nothing twice: a run is begun once, a test is
 * decided once, and who came in stays in.
 */
import type { ConfigStore, DirectoryStore, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskProgress, TaskRunner } from '../task.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, parseIso, SECOND_MS } from '../time.ts';
import { type Campaign, finished, isOver, noted, type TestResult } from './campaign.ts';
import {
  type CampaignStore,
  campaignWrite,
  commitRecords,
  loadCampaign,
  loadRun,
  runWrite,
} from './records.ts';
import { type CampaignRun, plannedRun } from './run.ts';
import { goOn, halt } from './halt.ts';
import type { RunRef } from './launch.ts';
import { nextRun } from './schedule.ts';
import { chooseWinner, type WinnerDeps } from './winner.ts';
import { endPassages, isUnderWay, settlePending, type WrapUpStore } from './wrapUp.ts';

export interface CampaignTaskDeps {
  readonly store: CampaignStore &
    WrapUpStore &
    Pick<WorkStore, 'putTask' | 'removeTask'> &
    Pick<DirectoryStore, 'exportPeople'> &
    Pick<ConfigStore, 'getValue' | 'replaceValue'>;
  readonly settings: Settings;
  /** Launches a run, or looks how far the job is that does: its id while it is under way, null once it ended, however. */
  readonly launch: (ref: RunRef, job: string | null) => Promise<string | null>;
  readonly winner: () => Promise<WinnerDeps>;
  /** False once the worker has to come to an end. */
  readonly mayGoOn?: () => boolean;
}

/** When the alarm rings next; null: not by itself. `looks` counts how often it looked whether all is over. */
interface Ring {
  readonly at: Instant | null;
  readonly looks?: number;
  readonly cursor?: string | null;
  /** That lets people in. */
  readonly job?: string | null;
}

/** What the alarm itself remembers between two rings. */
interface Kept {
  readonly looks: number;
  readonly job: string | null;
}

function keptIn({ body: { looks, job } }: Task): Kept {
  return { looks: typeof looks === 'number' ? looks : 0, job: typeof job === 'string' ? job : null };
}

const BY = 'campaign';
const UNDER_WAY_MS = 5 * SECOND_MS;
const FIRST_LOOK_MS = MINUTE_MS;
const LAST_LOOK_MS = 6 * HOUR_MS;
/** What a machine that was off for longer has missed stays missed. */
const MISSED_MS = DAY_MS;

/** Looks whether all is over, more and more rarely. */
function lookAgain(now: Instant, looks: number): Ring {
  return { at: now + Math.min(LAST_LOOK_MS, FIRST_LOOK_MS * 2 ** looks), looks: looks + 1 };
}

async function begin(
  { store }: CampaignTaskDeps,
  campaign: Campaign,
  next: NonNullable<Campaign['next']>,
  now: Instant,
): Promise<void> {
  const run = plannedRun(campaign.id, campaign.runs + 1, next);
  const missed = now - next.startsAt > MISSED_MS;
  const planned: CampaignRun = missed
    ? { ...run, state: 'stopped', stopped: 'missed', finishedAt: now }
    : run;
  const log = [...campaign.log, { at: now, by: BY, did: 'start' as const, note: planned.id }];
  const begun = noted(campaign, {
    state: 'running',
    runs: run.n,
    next: null,
    lastDate: next.date ?? campaign.lastDate,
    log,
  });
  await commitRecords(store, [campaignWrite(begun), runWrite(planned)]);
}

/** The run behind one that is over; null behind the last. */
function following(
  { definition, runs, lastDate }: Campaign,
  settings: Settings,
  now: Instant,
): Campaign['next'] {
  const until = definition.until === undefined ? null : parseIso(definition.until);
  const found = nextRun(definition.schedule, settings, now, { runs, after: lastDate });
  if (found.kind !== 'run' || (until !== null && found.run.startsAt > until)) return null;
  return found.run;
}

/** Why a campaign with nothing more to come is over, as its report says it. */
function endedBecause(run: CampaignRun | null): string {
  if (run === null) return 'time-over';
  if (run.stopped !== null) return `stopped-${run.stopped}`;
  return run.audience === 0 ? 'nobody-meant' : 'all-settled';
}

async function end(
  { store }: CampaignTaskDeps,
  campaign: Campaign,
  why: string,
  now: Instant,
): Promise<Ring> {
  const moved = finished(campaign, why, { at: now, by: BY });
  if (moved.kind === 'refused') return { at: null };
  await commitRecords(store, [campaignWrite(moved.campaign)]);
  await halt(store, campaign.id, { at: now, by: BY, how: 'over' });
  return { at: null };
}

/** Nothing more is to come of it: it ends once everyone is through and every message is settled. */
async function windUp(
  deps: CampaignTaskDeps,
  campaign: Campaign,
  run: CampaignRun | null,
  now: Instant,
  looks: number,
): Promise<Ring> {
  const { schedule, until } = campaign.definition;
  const over = until === undefined ? null : parseIso(until);
  if (schedule.on === 'call' && (over === null || now < over)) return { at: over };
  const lastDueAt = run?.lastDueAt ?? null;
  if (lastDueAt !== null && now < lastDueAt) return { at: lastDueAt + FIRST_LOOK_MS };
  const isEmpty = run !== null && run.entered === 0 && campaign.runs === 1;
  if (isEmpty || !(await isUnderWay(deps.store, campaign.id)))
    return end(deps, campaign, endedBecause(run), now);
  return lookAgain(now, looks);
}

async function decide(deps: CampaignTaskDeps, campaign: Campaign, now: Instant): Promise<void> {
  const test: TestResult = await chooseWinner(await deps.winner(), campaign, now);
  await commitRecords(deps.store, [campaignWrite(noted(campaign, { test, decideAt: null }))]);
}

async function goOnRunning(
  deps: CampaignTaskDeps,
  campaign: Campaign,
  now: Instant,
  kept: Kept,
): Promise<Ring> {
  const { store, settings } = deps;
  const run = campaign.runs === 0 ? null : await loadRun(store, campaign.id, campaign.runs);
  if (run !== null && (run.state === 'planned' || run.state === 'letting-in')) {
    const job = await deps.launch({ campaign: campaign.id, run: run.n }, kept.job);
    return { at: now + (job === null ? 0 : UNDER_WAY_MS), job };
  }
  if (campaign.decideAt !== null && campaign.decideAt <= now) {
    await decide(deps, campaign, now);
    return { at: now };
  }
  if (campaign.next !== null && campaign.next.startsAt <= now) {
    await begin(deps, campaign, campaign.next, now);
    return { at: now };
  }
  if (campaign.next === null) {
    const next = following(campaign, settings, now);
    if (next !== null) {
      await commitRecords(store, [campaignWrite(noted(campaign, { next }))]);
      return { at: next.startsAt };
    }
  }
  const waits = [campaign.decideAt, campaign.next?.startsAt ?? null].filter((at) => at !== null);
  if (waits.length > 0) return { at: Math.min(...waits) };
  return windUp(deps, campaign, run, now, kept.looks);
}

/** Nobody is inside and nothing is pending once it is through; a part at a time. */
async function clearAway(
  deps: CampaignTaskDeps,
  campaign: Campaign,
  task: Task,
  now: Instant,
): Promise<Ring> {
  const { store, mayGoOn = () => true } = deps;
  if (!(await endPassages(store, campaign.id, now, mayGoOn))) return { at: now };
  const { cursor } = task.body;
  const { next } = await settlePending(store, campaign.id, typeof cursor === 'string' ? cursor : null, now);
  return next === null ? { at: null } : { at: now, cursor: next };
}

/** A campaign that runs again has its messages go again, also where whoever resumed it was cut off before they did. */
async function letGo({ store }: CampaignTaskDeps, { id }: Campaign, now: Instant): Promise<void> {
  await goOn(store, id);
  const after = await loadCampaign(store, id);
  if (after?.state === 'paused') await halt(store, id, { at: now, by: BY, how: 'paused' });
}

async function ringFor(deps: CampaignTaskDeps, campaign: Campaign, task: Task, now: Instant): Promise<Ring> {
  switch (campaign.state) {
    case 'scheduled':
      if (campaign.next === null) return { at: null };
      if (campaign.next.startsAt > now) return { at: campaign.next.startsAt };
      await begin(deps, campaign, campaign.next, now);
      return { at: now };
    case 'running':
      await letGo(deps, campaign, now);
      return goOnRunning(deps, campaign, now, keptIn(task));
    case 'cancelled':
      return clearAway(deps, campaign, task, now);
    case 'draft':
    case 'awaiting-approval':
    case 'approved':
    case 'paused':
    case 'done':
      return { at: null };
  }
}

/** One step of a campaign; `again` until it has nothing to do by itself. */
export function runCampaign(deps: CampaignTaskDeps): TaskRunner {
  return async (task, now): Promise<TaskProgress> => {
    const { campaign: id } = task.body;
    const campaign = typeof id === 'string' ? await loadCampaign(deps.store, id) : null;
    const ring: Ring = campaign === null ? { at: null } : await ringFor(deps, campaign, task, now);
    const isGone = campaign === null || (ring.at === null && isOver(campaign));
    if (isGone) return (await deps.store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
    const { looks = 0, cursor = null, job = null } = ring;
    const next: Task = {
      ...task,
      version: task.version + 1,
      attempts: 0,
      dueAt: ring.at,
      body: { ...task.body, looks, cursor, job },
    };
    if ((await deps.store.putTask({ task: next, expectedVersion: task.version })) === 'conflict')
      return 'lost';
    return ring.at === null ? 'done' : 'again';
  };
}
