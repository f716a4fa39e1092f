/**
 * Taking up a lost customer, in the commit that finds them in decline: the case with its verdict, the task that looks at it
 * again, the fact that says so, and the mark in the lifecycle that journeys branch on. A loss is taken up once; who was ended is
 * left in peace for the policy's time, unless they have ordered since. A case that is open is judged anew where what is known of
 * the loss has changed; chance gives the same arm again.
 */
import type { Person } from '../customer/person.ts';
import type { DossierStore, DossierWrite } from '../dossier.ts';
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import { isShopHeldOut } from '../message/gates/holdout.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskWrite } from '../task.ts';
import { DAY_MS, type Instant, isoInstant } from '../time.ts';
import { type Decided, decide } from './decide.ts';
import type { WinBackInForce } from './inForce.ts';
import { lossOf } from './loss.ts';
import type { CaseMark } from './names.ts';
import { prospectOf } from './prospect.ts';
import { winBackSum } from './sum.ts';
import { caseDossier, caseId, caseOf, markOf, type WinBackCase } from './winBackCase.ts';

export interface CaseSubject {
  readonly person: Pick<Person, 'id' | 'complaints' | 'traits'>;
  /** In decline. */
  readonly lifecycle: Lifecycle;
}

export interface CaseDeps {
  readonly inForce: WinBackInForce;
  readonly model: ShopModel;
  readonly settings: Settings;
}

/** What is committed with the person; the mark is theirs to keep. */
export interface CaseChange {
  readonly mark: CaseMark;
  readonly dossiers: readonly DossierWrite[];
  readonly tasks: readonly TaskWrite[];
  readonly facts: readonly Fact[];
}

/** Losses of one customer that are looked at; nobody is lost more often. */
const MOST_CASES = 50;

export async function casesOf(
  store: Pick<DossierStore, 'dossiersOf'>,
  customerId: CustomerId,
): Promise<WinBackCase[]> {
  const found = await store.dossiersOf('win-back', customerId, { after: null, limit: MOST_CASES });
  return found.map(caseOf);
}

/** Whom the shop holds out of every promotion gets none, whatever was drawn: nothing is learned of them. */
function withoutShopHoldout(decided: Decided, id: CustomerId, settings: Settings, at: Instant): Decided {
  if (decided.arm === null || !isShopHeldOut(settings, id, at)) return decided;
  const { sumVerdict } = decided;
  const verdict = sumVerdict ?? decided.verdict;
  return { ...decided, verdict, by: 'sum', arm: null, rung: null, propensity: null };
}

/** The verdict with what it rests on, as of now. */
export function judgement(
  { person, lifecycle }: CaseSubject,
  { inForce, model, settings }: CaseDeps,
  id: string,
): Pick<
  WinBackCase,
  | 'loss'
  | 'verdict'
  | 'by'
  | 'arm'
  | 'rung'
  | 'propensity'
  | 'eligible'
  | 'sumVerdict'
  | 'sum'
  | 'policyVersion'
  | 'modelVersion'
> {
  const { policy, ladder, beliefs, version } = inForce;
  const { statistics, evaluatedAt } = lifecycle;
  const prospect = prospectOf(statistics, evaluatedAt, model, settings.value, policy.windowDays);
  const sum = prospect === null ? null : winBackSum(prospect, ladder, policy, beliefs);
  const loss = lossOf(person);
  const asked = { loss, sum, policy, beliefs, seed: settings.seed, customerId: person.id, caseId: id };
  const decided = withoutShopHoldout(decide(asked), person.id, settings, evaluatedAt);
  return {
    ...decided,
    eligible: [...decided.eligible],
    loss,
    sum: sum === null ? null : { ...sum, rungs: sum.rungs.map(stored) },
    policyVersion: version,
    modelVersion: model.version,
  };
}

function stored(rung: ReturnType<typeof winBackSum>['rungs'][number]) {
  const pair = ([low, high]: readonly [number, number]): [number, number] => [low, high];
  return { ...rung, upliftInterval: pair(rung.upliftInterval), netInterval: pair(rung.netInterval) };
}

/** When a case is next looked at: an end at once, what waits after a while, the rest when the window ends. */
export function nextLook(one: WinBackCase, recheckDays: number, now: Instant): Instant {
  if (one.status === 'settling') return now + recheckDays * DAY_MS;
  switch (one.verdict) {
    case 'end':
      return now;
    case 'wait':
      return Math.min(one.endsAt, now + recheckDays * DAY_MS);
    case 'recover':
    case 'let-go':
      return one.endsAt;
  }
}

/** Named after the version of the case it looks at: a case that moved on has another. */
export function caseTask(one: WinBackCase, dueAt: Instant): Task {
  const { id, customerId, version } = one;
  return {
    id: `win-back/${encodeURIComponent(customerId)}/${id}/${version}`,
    kind: 'win-back',
    customerId,
    lane: 'upkeep',
    dueAt,
    version: 1,
    attempts: 0,
    body: { case: id, version },
  };
}

/** As people read it. */
function rounded(value: number | null | undefined, digits: number): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(digits));
}

export function caseFact(one: WinBackCase, what: 'opened' | 'judged' | 'closed', now: Instant): Fact {
  const { id, customerId, verdict, by, loss, arm, rung, sum, propensity, outcome, closedBecause } = one;
  return {
    customerId,
    at: now,
    kind: 'win-back',
    journeyId: null,
    body: {
      case: id,
      what,
      verdict,
      by,
      loss: loss.kind,
      because: loss.because,
      arm,
      rung,
      propensity: rounded(propensity, 6),
      pUntreated: rounded(sum?.pUntreated, 4),
      netMinor: rounded(sum?.rungs.find(({ rung: name }) => name === (rung ?? 'nothing'))?.netMinor, 1),
      until: isoInstant(one.endsAt),
      ...(what === 'closed'
        ? { closedBecause, returned: outcome === null ? null : outcome.returnedAt !== null }
        : {}),
    },
  };
}

/** A case as it is to be written, over the version it was read at. */
export function changeOf(
  one: WinBackCase,
  what: 'opened' | 'judged',
  deps: CaseDeps,
  now: Instant,
): CaseChange {
  const dueAt = nextLook(one, deps.inForce.policy.recheckDays, now);
  return {
    mark: markOf(one),
    dossiers: [{ dossier: caseDossier(one), expectedVersion: one.version - 1 }],
    tasks: [{ task: caseTask(one, dueAt), expectedVersion: 0 }],
    facts: [caseFact(one, what, now)],
  };
}

function unchanged(one: WinBackCase): CaseChange {
  return { mark: markOf(one), dossiers: [], tasks: [], facts: [] };
}

/** An end that still holds: nobody is taken up again before its time, unless they ordered since. */
function blocking(cases: readonly WinBackCase[], lifecycle: Lifecycle, now: Instant): WinBackCase | null {
  const last = lifecycle.statistics.lastOrderAt ?? Number.NEGATIVE_INFINITY;
  const holds = ({ blockedUntil, closedAt }: WinBackCase) =>
    blockedUntil !== null && blockedUntil > now && last <= (closedAt ?? 0);
  return cases.findLast(holds) ?? null;
}

/**
 * The mark of the case a loss is taken up under, for a lifecycle judged as if never before: a merge may move the day the loss
 * began. Undefined where there is none.
 */
export function markOfLoss(
  cases: readonly WinBackCase[],
  lifecycle: Lifecycle,
  now: Instant,
): CaseMark | undefined {
  if (lifecycle.stage !== 'decline') return undefined;
  const last = lifecycle.statistics.lastOrderAt ?? Number.NEGATIVE_INFINITY;
  const own = cases.filter(({ closedBecause }) => closedBecause !== 'merged');
  const known =
    own.find(({ id }) => id === caseId(lifecycle)) ??
    own.findLast(({ status, openedAt }) => status !== 'closed' && last <= openedAt) ??
    blocking(own, lifecycle, now);
  return known === null ? undefined : markOf(known);
}

function newCase(subject: CaseSubject, deps: CaseDeps, now: Instant): WinBackCase {
  const id = caseId(subject.lifecycle);
  return {
    id,
    customerId: subject.person.id,
    version: 1,
    openedAt: now,
    endsAt: now + deps.inForce.policy.windowDays * DAY_MS,
    status: 'open',
    ...judgement(subject, deps, id),
    waitsFor: [],
    outcome: null,
    closedAt: null,
    closedBecause: null,
    blockedUntil: null,
  };
}

/** What follows for win-back from finding a customer in decline; `cases`: all of theirs there are. */
export function takeUp(
  subject: CaseSubject,
  cases: readonly WinBackCase[],
  deps: CaseDeps,
  now: Instant,
): CaseChange {
  const id = caseId(subject.lifecycle);
  const known = cases.find((one) => one.id === id) ?? blocking(cases, subject.lifecycle, now);
  return known === null || known === undefined
    ? changeOf(newCase(subject, deps, now), 'opened', deps, now)
    : judgeAnew(known, subject, deps, now);
}

/** The open case once more, where what is known of the loss is other than what its verdict rests on. */
export function judgeAnew(one: WinBackCase, subject: CaseSubject, deps: CaseDeps, now: Instant): CaseChange {
  const loss = lossOf(subject.person);
  if (one.status !== 'open' || (loss.kind === one.loss.kind && loss.because === one.loss.because))
    return unchanged(one);
  const after = { ...one, ...judgement(subject, deps, one.id), version: one.version + 1 };
  return changeOf(after, 'judged', deps, now);
}
