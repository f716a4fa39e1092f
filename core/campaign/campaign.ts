/**
 * The life of a campaign: draft → (awaiting approval → approved) → scheduled → running ⇄ paused → done or cancelled. Every
 * move says who made it and when, and is a conditional write of the campaign's record, so of two people who decide at once one
 * is refused. Whoever made, changed or submitted a campaign does not approve it. Once launched its definition stays as it is.
 */
import type { Instant } from '../time.ts';
import type { Counted } from './audience.ts';
import type { CampaignDefinition } from './definition.ts';
import type { LocalDay } from '../journey/clock/localTime.ts';

export const CAMPAIGN_STATES = [
  'draft',
  'awaiting-approval',
  'approved',
  'scheduled',
  'running',
  'paused',
  'done',
  'cancelled',
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const CAMPAIGN_MOVES = [
  'create',
  'edit',
  'submit',
  'approve',
  'launch',
  'start',
  'pause',
  'resume',
  'cancel',
  'finish',
] as const;
export type CampaignMove = (typeof CAMPAIGN_MOVES)[number];

export interface LogEntry {
  readonly at: Instant;
  readonly by: string;
  readonly did: CampaignMove;
  readonly note: string | null;
}

/** What the test of a campaign came to. */
export interface TestResult {
  readonly at: Instant;
  /** What everybody else gets. */
  readonly arm: string;
  readonly why: 'shown-better' | 'no-difference' | 'too-few' | 'no-data';
  /** Of the best against the next, before it is shared out among the pairs; null where there is none. */
  readonly p: number | null;
  readonly arms: readonly { readonly arm: string; readonly people: number; readonly mean: number }[];
}

export interface Campaign {
  readonly id: string;
  /** Condition of the next commit; grows by one. */
  readonly version: number;
  readonly state: CampaignState;
  readonly definition: CampaignDefinition;
  /** Of the definition; grows by one with each edit. */
  readonly revision: number;
  /** Who gave it its definition, in any revision since the last approval. */
  readonly authors: readonly string[];
  /** Newest last. */
  readonly log: readonly LogEntry[];
  /** People of the segment when it was submitted; null for whom calls name, and before. */
  readonly size: number | null;
  /** Version of its journey; null before the launch. */
  readonly journeyVersion: number | null;
  readonly launchedAt: Instant | null;
  /** Runs begun so far. */
  readonly runs: number;
  /** The run that is letting people in, or comes next; null where there is none. */
  readonly next: { readonly startsAt: Instant; readonly date: LocalDay | null } | null;
  /** The local day of the last run that had one. */
  readonly lastDate: LocalDay | null;
  readonly pausedFrom: 'scheduled' | 'running' | null;
  readonly test: TestResult | null;
  /** When the test is decided; null without one, and once it is. */
  readonly decideAt: Instant | null;
  /** Why it is over. */
  readonly ended: string | null;
}

export type Moved =
  | { readonly kind: 'moved'; readonly campaign: Campaign }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly remedy: string };

/** Where a move may be made from. */
const FROM: Readonly<Record<CampaignMove, readonly CampaignState[]>> = {
  create: [],
  edit: ['draft', 'awaiting-approval', 'approved'],
  submit: ['draft'],
  approve: ['awaiting-approval'],
  launch: ['approved'],
  start: ['scheduled'],
  pause: ['scheduled', 'running'],
  resume: ['paused'],
  cancel: ['draft', 'awaiting-approval', 'approved', 'scheduled', 'running', 'paused'],
  finish: ['scheduled', 'running'],
};

const REMEDY: Readonly<Record<CampaignMove, string>> = {
  create: 'clone it under another id',
  edit: 'clone it under another id, and cancel this one if it must not go on',
  submit: 'only a draft is submitted',
  approve: 'submit it first',
  launch: 'submit it, and have it approved where it needs to be',
  start: 'launch it first',
  pause: 'only what is scheduled or running is paused',
  resume: 'only what is paused is resumed',
  cancel: 'it is over already',
  finish: 'only what is running ends',
};

/** What to do in its stead: of a move made twice, that it has been made; else what has to come before it. */
function remedyFor(did: CampaignMove, { id, state }: Pick<Campaign, 'id' | 'state'>): string {
  if (did !== 'approve' && did !== 'launch') return REMEDY[did];
  switch (state) {
    case 'approved':
      return `it is approved; launch it: perennial campaigns launch ${id}`;
    case 'scheduled':
    case 'running':
    case 'paused':
      return 'it is launched already: perennial campaigns show says how far it is';
    case 'done':
    case 'cancelled':
      return 'clone it under another id to send it again';
    case 'draft':
    case 'awaiting-approval':
      return REMEDY[did];
  }
}

/** Older entries are dropped. */
const MOST_LOG = 100;

export interface By {
  readonly at: Instant;
  readonly by: string;
  readonly note?: string;
}

function refused(code: string, detail: string, remedy: string): Moved {
  return { kind: 'refused', code, detail, remedy };
}

function logged(campaign: Campaign, did: CampaignMove, { at, by, note = '' }: By): Campaign['log'] {
  return [...campaign.log, { at, by, did, note: note === '' ? null : note }].slice(-MOST_LOG);
}

/** The campaign after a move, `changed` with it; its version grows by one. */
function move(campaign: Campaign, did: CampaignMove, by: By, changed: Partial<Campaign>): Moved {
  if (!FROM[did].includes(campaign.state))
    return refused(
      'campaign-state',
      `campaign "${campaign.id}" is ${campaign.state}: it cannot ${did} now`,
      remedyFor(did, campaign),
    );
  return {
    kind: 'moved',
    campaign: { ...campaign, ...changed, version: campaign.version + 1, log: logged(campaign, did, by) },
  };
}

export function draftOf(definition: CampaignDefinition, by: By): Campaign {
  return {
    id: definition.id,
    version: 1,
    state: 'draft',
    definition,
    revision: 1,
    authors: [by.by],
    log: [{ at: by.at, by: by.by, did: 'create', note: by.note ?? null }],
    size: null,
    journeyVersion: null,
    launchedAt: null,
    runs: 0,
    next: null,
    lastDate: null,
    pausedFrom: null,
    test: null,
    decideAt: null,
    ended: null,
  };
}

/** A draft again, whatever was approved: what is approved is one revision. */
export function edited(campaign: Campaign, definition: CampaignDefinition, by: By): Moved {
  const authors = [...new Set([...campaign.authors, by.by])];
  return move(campaign, 'edit', by, {
    definition,
    state: 'draft',
    revision: campaign.revision + 1,
    authors,
    size: null,
  });
}

/** `definition`: with everything it left open settled. Above `approvalAbove` people, and where they could not all be counted, it waits for somebody else. */
export function submitted(
  campaign: Campaign,
  settled: {
    readonly definition: CampaignDefinition;
    /** Null for whom calls name. */
    readonly counted: Counted | null;
    readonly approvalAbove: number;
  },
  by: By,
): Moved {
  const { counted, approvalAbove } = settled;
  const waits = counted !== null && (!counted.isWhole || counted.people > approvalAbove);
  return move(campaign, 'submit', by, {
    definition: settled.definition,
    size: counted?.people ?? null,
    authors: [...new Set([...campaign.authors, by.by])],
    state: waits ? 'awaiting-approval' : 'approved',
  });
}

/** Refused for whoever had a hand in it. */
export function approved(campaign: Campaign, by: By): Moved {
  if (campaign.state === 'awaiting-approval' && campaign.authors.includes(by.by))
    return refused(
      'approval-by-author',
      `"${by.by}" made, changed or submitted campaign "${campaign.id}" and cannot approve it`,
      'have somebody else approve it, under their own key or sign-in',
    );
  return move(campaign, 'approve', by, { state: 'approved' });
}

export function launched(
  campaign: Campaign,
  with_: Pick<Campaign, 'journeyVersion' | 'next'> & { readonly runsAtOnce: boolean },
  by: By,
): Moved {
  const { runsAtOnce, ...changed } = with_;
  return move(campaign, 'launch', by, {
    ...changed,
    launchedAt: by.at,
    state: runsAtOnce ? 'running' : 'scheduled',
  });
}

export function paused(campaign: Campaign, by: By): Moved {
  const pausedFrom = campaign.state === 'scheduled' ? 'scheduled' : 'running';
  return move(campaign, 'pause', by, { state: 'paused', pausedFrom });
}

/** A run at an instant that went by meanwhile begins now; one of a local day keeps its day. */
export function resumed(campaign: Campaign, by: By): Moved {
  const { pausedFrom, next } = campaign;
  return move(campaign, 'resume', by, {
    state: pausedFrom ?? 'running',
    pausedFrom: null,
    next: next?.date === null ? { ...next, startsAt: Math.max(next.startsAt, by.at) } : next,
  });
}

export function cancelled(campaign: Campaign, by: By): Moved {
  return move(campaign, 'cancel', by, {
    state: 'cancelled',
    next: null,
    decideAt: null,
    ended: by.note ?? null,
  });
}

export function finished(campaign: Campaign, why: string, by: By): Moved {
  return move(campaign, 'finish', by, { state: 'done', next: null, decideAt: null, ended: why });
}

/** What the runner notes as it goes on; no move, and no line in the log. */
export function noted(campaign: Campaign, changed: Partial<Campaign>): Campaign {
  return { ...campaign, ...changed, version: campaign.version + 1 };
}

export function isOver({ state }: Pick<Campaign, 'state'>): boolean {
  return state === 'done' || state === 'cancelled';
}
