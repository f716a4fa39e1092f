/**
 * What people do with a campaign: make it, change it, submit it, approve, launch, pause, resume, cancel, clone. Each is one
 * conditional commit of its record with the alarm that follows from it; whoever lost a race reads the record again and is judged
 * by what it says now. Expected refusals are values with a code and a remedy.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { ConfigStore, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { HOUR_MS, type Instant } from '../time.ts';
import { alarmAt } from './alarm.ts';
import { type AudienceDeps, audienceOf, countAudience } from './audience.ts';
import {
  approved,
  type By,
  type Campaign,
  cancelled,
  draftOf,
  edited,
  launched,
  type Moved,
  noted,
  paused,
  resumed,
  submitted,
} from './campaign.ts';
import { compileCampaign } from './compile.ts';
import type { CampaignDefinition } from './definition.ts';
import { goOn, halt } from './halt.ts';
import { type CampaignStore, campaignWrite, commitRecords, loadCampaign } from './records.ts';
import { nextRun } from './schedule.ts';

export interface ControlDeps {
  readonly store: CampaignStore &
    AudienceDeps['store'] &
    Pick<WorkStore, 'loadTask'> &
    Pick<ConfigStore, 'publishJourney' | 'getValue' | 'replaceValue'>;
  readonly book: JourneyBook;
  readonly settings: Settings;
  /** False once whoever waits for the answer waits no longer: whom a campaign is for is then counted no further. */
  readonly mayGoOn?: () => boolean;
}

const MOST_TRIES = 5;
/** A time that was over by less than this when a campaign was launched is met at once. */
const GRACE_MS = HOUR_MS;

function refused(code: string, detail: string, remedy: string): Moved {
  return { kind: 'refused', code, detail, remedy };
}

export function noCampaign(id: string): Moved {
  return refused('unknown-campaign', `there is no campaign "${id}"`, 'see perennial campaigns list');
}

type Step = (campaign: Campaign) => Promise<Moved> | Moved;
type Alarm = (campaign: Campaign) => Instant | null;

/** Reads, judges, commits with an alarm where one is set; judges anew where somebody else was first. */
async function change({ store }: ControlDeps, id: string, step: Step, alarm?: Alarm): Promise<Moved> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await loadCampaign(store, id);
    if (before === null) return noCampaign(id);
    const moved = await step(before);
    if (moved.kind === 'refused') return moved;
    const tasks = alarm === undefined ? [] : [await alarmAt(store, id, alarm(moved.campaign))];
    if ((await commitRecords(store, [campaignWrite(moved.campaign)], tasks)) === 'committed') return moved;
  }
  return refused('campaign-busy', `campaign "${id}" is being changed by others`, 'try again in a moment');
}

/** A new draft, or the next revision of one that was not launched yet. */
export async function createCampaign(
  deps: ControlDeps,
  definition: CampaignDefinition,
  by: By,
): Promise<Moved> {
  const draft = draftOf(definition, by);
  const known = await loadCampaign(deps.store, definition.id);
  if (known === null && (await commitRecords(deps.store, [campaignWrite(draft)])) === 'committed')
    return { kind: 'moved', campaign: draft };
  return change(deps, definition.id, (campaign) =>
    canonicalJson(campaign.definition) === canonicalJson(definition) && campaign.state === 'draft'
      ? { kind: 'moved', campaign: noted(campaign, {}) }
      : edited(campaign, definition, by),
  );
}

/** The definition with what it left open taken from the settings, so that a later change of those changes nothing approved. */
export function settledDefinition(
  definition: CampaignDefinition,
  { campaigns }: Settings,
): CampaignDefinition {
  const usual =
    definition.class === 'promotional' && definition.schedule.on !== 'call' ? campaigns.holdoutShare : 0;
  const { approvalAbove = campaigns.approvalAbove, holdout = usual } = definition;
  return { ...definition, holdout, approvalAbove: Math.min(approvalAbove, campaigns.approvalAbove) };
}

/** Counts whom it is for, settles the definition; above the size of the settings it waits for a second person. */
export function submitCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  const { store, book, settings, mayGoOn } = deps;
  return change(deps, id, async (campaign) => {
    const definition = settledDefinition(campaign.definition, settings);
    const isCalled = definition.segment === undefined && definition.audience === undefined;
    const audience = { store, programme: book.programme };
    const meant = isCalled ? null : audienceOf(audience, definition);
    if (meant === null && !isCalled)
      return refused(
        'unknown-segment',
        `segment "${definition.segment ?? ''}" is not published`,
        'publish it, or name another: perennial segments list',
      );
    const counted = meant === null ? null : await countAudience(audience, meant, by.at, mayGoOn);
    const { approvalAbove = settings.campaigns.approvalAbove } = definition;
    const note =
      counted?.isWhole === false
        ? `${by.note ?? ''} at least so many: there was no time to count them all`.trim()
        : by.note;
    return submitted(
      campaign,
      { definition, counted, approvalAbove },
      { ...by, ...(note === undefined ? {} : { note }) },
    );
  });
}

export function approveCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  return change(deps, id, (campaign) => approved(campaign, by));
}

/** Publishes its journey and sets the alarm of its first run. Refused where its time is over already. */
export function launchCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  const { store, book, settings } = deps;
  const launch: Step = async (campaign) => {
    if (campaign.state === 'awaiting-approval')
      return refused(
        'approval-needed',
        `campaign "${id}" goes to ${campaign.size ?? 0} people and waits for somebody else's approval`,
        `have another marketer run: perennial campaigns approve ${id}`,
      );
    const { definition } = campaign;
    const next = nextRun(definition.schedule, settings, by.at, { runs: 0, after: null, graceMs: GRACE_MS });
    if (next.kind === 'too-late')
      return refused(
        'campaign-too-late',
        `the time of campaign "${id}" is over`,
        'give it a later time and submit it again',
      );
    const isCalled = definition.schedule.on === 'call';
    if (
      definition.segment !== undefined &&
      audienceOf({ store, programme: book.programme }, definition) === null
    )
      return refused(
        'unknown-segment',
        `segment "${definition.segment}" is not published any more`,
        'publish it, or name another',
      );
    const planned = next.kind === 'run' ? next.run : null;
    if (campaign.state !== 'approved')
      return launched(campaign, { journeyVersion: null, next: planned, runsAtOnce: isCalled }, by);
    const { version } = await store.publishJourney(compileCampaign(definition), by.at);
    return launched(campaign, { journeyVersion: version, next: planned, runsAtOnce: isCalled }, by);
  };
  return change(deps, id, launch, ({ next }) => next?.startsAt ?? by.at);
}

type Halting = 'paused' | 'cancelled';

/** Its messages are halted before its record says so: whoever reads that it is paused finds nothing sent of it any more. */
async function haltAnd(
  deps: ControlDeps,
  id: string,
  by: By,
  how: Halting,
  step: Step,
  alarm: Alarm,
): Promise<Moved> {
  const known = await loadCampaign(deps.store, id);
  if (known === null) return noCampaign(id);
  const would = await step(known);
  if (would.kind === 'refused') return would;
  await halt(deps.store, id, { at: by.at, by: by.by, how });
  const moved = await change(deps, id, step, alarm);
  if (moved.kind === 'refused' && how === 'paused') await goOn(deps.store, id);
  return moved;
}

/** Nothing more is let in or sent from the moment it returns; what is being sent at this moment still goes. */
export function pauseCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  return haltAnd(
    deps,
    id,
    by,
    'paused',
    (campaign) => paused(campaign, by),
    () => null,
  );
}

function pausedAt({ log }: Campaign): Instant | null {
  return log.findLast(({ did }) => did === 'pause')?.at ?? null;
}

/** Goes on where it stopped; the decision about a test comes as much later as the pause was long. */
export async function resumeCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  const step: Step = (campaign) => {
    const moved = resumed(campaign, by);
    const since = pausedAt(campaign);
    if (moved.kind === 'refused' || campaign.decideAt === null || since === null) return moved;
    return { kind: 'moved', campaign: { ...moved.campaign, decideAt: campaign.decideAt + (by.at - since) } };
  };
  const moved = await change(deps, id, step, () => by.at);
  if (moved.kind === 'moved') await goOn(deps.store, id);
  return moved;
}

/** Over for good: nobody is let in, nothing is sent; the alarm ends the passages and settles what was decided. */
export function cancelCampaign(deps: ControlDeps, id: string, by: By): Promise<Moved> {
  return haltAnd(
    deps,
    id,
    by,
    'cancelled',
    (campaign) => cancelled(campaign, by),
    () => by.at,
  );
}

/** A draft of another id with the same definition. */
export async function cloneCampaign(deps: ControlDeps, id: string, as: string, by: By): Promise<Moved> {
  const known = await loadCampaign(deps.store, id);
  if (known === null) return noCampaign(id);
  const draft = draftOf({ ...known.definition, id: as }, { ...by, note: `cloned from ${id}` });
  if ((await commitRecords(deps.store, [campaignWrite(draft)])) === 'committed')
    return { kind: 'moved', campaign: draft };
  return refused('campaign-exists', `there is a campaign "${as}" already`, 'choose another id');
}
