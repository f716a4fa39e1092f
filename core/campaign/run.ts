/**
 * One run of a campaign: whom it let in, as counts, and how far it came. The counts of a page are committed with the place behind
 * the page, so a page that is gone through again is counted once; its people are known by their passages and come in once.
 */
import type { LocalDay } from '../journey/clock/localTime.ts';
import type { Instant } from '../time.ts';

/** Why somebody of the audience was not let in. */
export const EXCLUSIONS = [
  'already-inside',
  'had-it-before',
  'time-passed',
  'already-over',
  'changed-meanwhile',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export interface CampaignRun {
  /** `<campaign>.<n>`. */
  readonly id: string;
  readonly version: number;
  readonly campaign: string;
  readonly n: number;
  /** For a local day; null where the instant is everyone's. */
  readonly date: LocalDay | null;
  readonly startsAt: Instant;
  readonly state: 'planned' | 'letting-in' | 'over' | 'stopped';
  /** The instant the audience is judged at. */
  readonly asOf: Instant;
  /** People of the audience as they were counted before; the plan's. */
  readonly planned: number;
  /** Who was looked at last; null before the first. */
  readonly cursor: string | null;
  /** People of the audience found so far. */
  readonly audience: number;
  readonly entered: number;
  /** Of these, who is in the test, and who waits for its winner. */
  readonly inTest: number;
  readonly inRest: number;
  readonly excluded: Readonly<Partial<Record<Exclusion, number>>>;
  /** When whoever waits for the winner begins to be due; null without a test. */
  readonly restFrom: Instant | null;
  /** Of the first messages, the last. */
  readonly lastDueAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** Why it was stopped. */
  readonly stopped: string | null;
}

export function runIdOf(campaign: string, n: number): string {
  return `${campaign}.${n}`;
}

export function plannedRun(
  campaign: string,
  n: number,
  occurrence: { readonly startsAt: Instant; readonly date: LocalDay | null },
): CampaignRun {
  return {
    id: runIdOf(campaign, n),
    version: 1,
    campaign,
    n,
    ...occurrence,
    state: 'planned',
    asOf: occurrence.startsAt,
    planned: 0,
    cursor: null,
    audience: 0,
    entered: 0,
    inTest: 0,
    inRest: 0,
    excluded: {},
    restFrom: null,
    lastDueAt: null,
    finishedAt: null,
    stopped: null,
  };
}

/** What one page of people came to. */
export interface PageCount {
  audience: number;
  entered: number;
  inTest: number;
  inRest: number;
  excluded: Partial<Record<Exclusion, number>>;
  lastDueAt: Instant | null;
}

export function emptyPage(): PageCount {
  return { audience: 0, entered: 0, inTest: 0, inRest: 0, excluded: {}, lastDueAt: null };
}

/** The run behind a page. */
export function afterPage(run: CampaignRun, page: PageCount, cursor: string | null): CampaignRun {
  const excluded = { ...run.excluded };
  for (const reason of EXCLUSIONS) {
    const more = page.excluded[reason];
    if (more !== undefined) excluded[reason] = (excluded[reason] ?? 0) + more;
  }
  const lastDueAt =
    page.lastDueAt === null ? run.lastDueAt : Math.max(page.lastDueAt, run.lastDueAt ?? page.lastDueAt);
  return {
    ...run,
    version: run.version + 1,
    cursor,
    audience: run.audience + page.audience,
    entered: run.entered + page.entered,
    inTest: run.inTest + page.inTest,
    inRest: run.inRest + page.inRest,
    excluded,
    lastDueAt,
  };
}
