/**
 * The wave: whatever is due is drained, page by page, each record on its own. A record that fails is pushed back with growing
 * delay and parked after five attempts; it never takes its page along. Overdue work is found by the same query, so a crash
 * heals itself. What somebody waits for goes before every page of the rest, and sends keep to the rate the provider names.
 */
import type { Decision, Lane } from '../message/decision.ts';
import { LANES } from '../message/decision.ts';
import type { SendRate } from '../message/sendRate.ts';
import { runSend, type SendDeps } from '../message/send.ts';
import type { SendingState } from '../message/sendingState.ts';
import type { DueRecord, WorkStore } from '../ports.ts';
import { MOST_ATTEMPTS, type TaskRunner } from '../task.ts';
import { type Instant, MINUTE_MS } from '../time.ts';
import type { JourneyBook } from './book.ts';
import { workOf } from './dueRecord.ts';
import type { RunStep, StepDeps } from './runStep.ts';

export interface WaveDeps {
  readonly store: WorkStore & StepDeps['store'] & SendDeps['store'];
  readonly step: StepDeps;
  /** Of a worker that has lane `journey`. */
  readonly runStep?: RunStep;
  readonly send: SendDeps;
  readonly task: TaskRunner;
  readonly book: JourneyBook;
  /** True while there is time for another page. */
  readonly mayGoOn: () => boolean;
  /** Waits until the worker may go on, and says with how many records; without it a page runs at once. */
  readonly turn?: () => Promise<number>;
  /** Whether sending is stopped, asked before every page; without it that of `send` stays. */
  readonly sending?: () => Promise<SendingState>;
  /** Real time, for work that became due since the wave began, and for the rate. */
  readonly clock?: () => Instant;
  /** Least time by the clock between two looks for what somebody waits for, where looking costs. Default: before every page. */
  readonly awaitedEveryMs?: number;
  /** How fast a worker with this share may send; without it as fast as it can. */
  readonly rate?: (share: number) => { readonly sends: SendRate; readonly pause: () => Promise<void> };
}

export interface WaveWorker {
  readonly lanes: readonly Lane[];
  readonly shards: readonly number[];
  /** Of the provider's rate, that it may use while the wave runs. Default 1. */
  readonly share?: number;
}

export interface WaveTally {
  records: number;
  steps: number;
  tasks: number;
  sent: number;
  settled: number;
  held: number;
  unknown: number;
  failed: number;
  lost: number;
  deferred: number;
  parked: number;
}

export const RECORDS_PER_WORKER = 2_000;
const PAGE = 200;

export function emptyWaveTally(): WaveTally {
  return {
    records: 0,
    steps: 0,
    tasks: 0,
    sent: 0,
    settled: 0,
    held: 0,
    unknown: 0,
    failed: 0,
    lost: 0,
    deferred: 0,
    parked: 0,
  };
}

export function addWaveTallies(a: WaveTally, b: WaveTally): WaveTally {
  return {
    records: a.records + b.records,
    steps: a.steps + b.steps,
    tasks: a.tasks + b.tasks,
    sent: a.sent + b.sent,
    settled: a.settled + b.settled,
    held: a.held + b.held,
    unknown: a.unknown + b.unknown,
    failed: a.failed + b.failed,
    lost: a.lost + b.lost,
    deferred: a.deferred + b.deferred,
    parked: a.parked + b.parked,
  };
}

/** Lanes in which messages and steps towards them wait; the other is drained by workers of its own, which send nothing. */
const SENDING_LANES = LANES.filter((lane) => lane !== 'upkeep');

/** Workers for what is due: one for each 2,000 records, at most one a shard and kind; none when nothing is due. */
export async function planWave(store: WorkStore, now: Instant): Promise<WaveWorker[]> {
  return [...(await workersFor(store, SENDING_LANES, now)), ...(await workersFor(store, ['upkeep'], now))];
}

async function workersFor(store: WorkStore, lanes: readonly Lane[], now: Instant): Promise<WaveWorker[]> {
  const most = store.shards * RECORDS_PER_WORKER;
  const due = await store.countDue({ lanes, until: now, most });
  if (due === 0) return [];
  const count = Math.min(store.shards, Math.ceil(due / RECORDS_PER_WORKER));
  return Array.from({ length: count }, (_, worker) => ({
    lanes,
    share: 1 / count,
    shards: Array.from({ length: store.shards }, (_unused, shard) => shard).filter(
      (shard) => shard % count === worker,
    ),
  }));
}

/** Delay before the next attempt: 1, 2, 4, 8 minutes. */
function retryDelayMs(attempts: number): number {
  return MINUTE_MS * 2 ** (attempts - 1);
}

async function pushBack(deps: WaveDeps, record: DueRecord, failure: unknown, now: Instant, tally: WaveTally) {
  const attempts = workOf(record).attempts + 1;
  const parked = attempts >= MOST_ATTEMPTS;
  const error = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  await deps.store.defer(record, { dueAt: parked ? null : now + retryDelayMs(attempts), attempts, error });
  tally[parked ? 'parked' : 'deferred'] += 1;
}

class NoStepRunner extends Error {
  readonly code = 'no-step-runner';
  constructor() {
    super('this worker runs no steps; lane journey is drained by another');
    this.name = 'NoStepRunner';
  }
}

async function run(deps: WaveDeps, record: DueRecord, now: Instant, tally: WaveTally): Promise<void> {
  tally.records += 1;
  try {
    switch (record.kind) {
      case 'step': {
        if (deps.runStep === undefined) throw new NoStepRunner();
        const result = await deps.runStep(deps.step, deps.book, record.enrolment, now);
        tally[result === 'lost' ? 'lost' : 'steps'] += 1;
        return;
      }
      case 'send': {
        const result = await runSend(deps.send, record.decision, now);
        tally[result === 'refused' ? 'held' : result] += 1;
        return;
      }
      case 'task': {
        const result = await deps.task(record.task, now);
        tally[result === 'lost' ? 'lost' : 'tasks'] += 1;
        return;
      }
    }
  } catch (failure) {
    await pushBack(deps, record, failure, now, tally);
  }
}

/** Whose turn the record is run in: the customer's; a task of the whole shop has a turn of its own. */
function turnOf(record: DueRecord): string {
  const { customerId, id } = workOf(record);
  return customerId ?? `task ${id}`;
}

function priorityOf(record: DueRecord): number {
  const decision: Decision | null = record.kind === 'send' ? record.decision : null;
  return decision?.priority ?? Number.POSITIVE_INFINITY;
}

/** A page as rows of one customer each: in a row higher priority goes first, so that it takes the last slot of a cap. */
function byCustomer(page: readonly DueRecord[]): DueRecord[][] {
  const rows = new Map<string, DueRecord[]>();
  for (const record of page) {
    const turn = turnOf(record);
    const row = rows.get(turn);
    if (row === undefined) rows.set(turn, [record]);
    else row.push(record);
  }
  for (const row of rows.values()) if (row.length > 1) row.sort((a, b) => priorityOf(b) - priorityOf(a));
  return [...rows.values()];
}

async function runInTurn(
  deps: WaveDeps,
  row: readonly DueRecord[],
  now: Instant,
  tally: WaveTally,
): Promise<void> {
  for (const record of row) await run(deps, record, now, tally);
}

async function drainPage(
  deps: WaveDeps,
  page: readonly DueRecord[],
  now: Instant,
  tally: WaveTally,
): Promise<void> {
  let rows = byCustomer(page);
  while (rows.length > 0) {
    const most = deps.turn === undefined ? rows.length : await deps.turn();
    const started = rows.slice(0, most).map((row) => {
      const only = row.length === 1 ? row[0] : undefined;
      return only === undefined ? runInTurn(deps, row, now, tally) : run(deps, only, now, tally);
    });
    await Promise.all(started);
    rows = rows.slice(most);
  }
}

/** One worker at work. */
interface Shift {
  readonly deps: WaveDeps;
  readonly worker: WaveWorker;
  readonly now: Instant;
  readonly tally: WaveTally;
  /** Null where nothing limits it. */
  readonly rate: ReturnType<NonNullable<WaveDeps['rate']>> | null;
  /** When what somebody waits for is to be looked for again. */
  lookAgainAt: Instant;
}

/** The deps with sending as it is now. */
async function refreshed(deps: WaveDeps): Promise<WaveDeps> {
  if (deps.sending === undefined) return deps;
  const sending = await deps.sending();
  return sending === deps.send.sending ? deps : { ...deps, send: { ...deps.send, sending } };
}

/** As many records as may be taken on now; 0 where the provider's rate is used up. Only lanes of sends are limited. */
function roomFor({ rate, deps, now }: Shift, lane: Lane): number {
  if (rate === null || lane === 'upkeep') return PAGE;
  return rate.sends.take(lane, PAGE, deps.clock?.() ?? now);
}

async function drainShard(shift: Shift, lane: Lane, shard: number): Promise<boolean> {
  const { deps, tally, rate } = shift;
  let any = false;
  while (deps.mayGoOn()) {
    if (lane !== 'transactional') await drainAwaited(shift);
    const until = lane === 'transactional' ? (deps.clock?.() ?? shift.now) : shift.now;
    const limit = roomFor(shift, lane);
    if (limit === 0) {
      const waiting = await deps.store.duePage({ lane, shard, until, limit: 1 });
      if (waiting.length === 0) return any;
      await rate?.pause();
      continue;
    }
    const lostBefore = tally.lost;
    const page = await deps.store.duePage({ lane, shard, until, limit });
    const sends = page.filter(({ kind }) => kind === 'send').length;
    rate?.sends.giveBack(limit - sends);
    if (page.length === 0) return any;
    await drainPage(await refreshed(deps), page, until, tally);
    if (tally.lost - lostBefore === page.length) return any;
    any = true;
    if (page.length < limit) return any;
  }
  return any;
}

/** What somebody waits for, in all shards of the worker, goes first. */
async function drainAwaited(shift: Shift): Promise<void> {
  if (!shift.worker.lanes.includes('transactional')) return;
  const { awaitedEveryMs = 0, clock } = shift.deps;
  const at = clock?.() ?? shift.now;
  if (awaitedEveryMs > 0 && at < shift.lookAgainAt) return;
  shift.lookAgainAt = at + awaitedEveryMs;
  for (const shard of shift.worker.shards) await drainShard(shift, 'transactional', shard);
}

async function isAnythingDue({ store }: WaveDeps, now: Instant): Promise<boolean> {
  const next = await store.nextDueAt();
  return next !== null && next <= now;
}

/**
 * Drains a worker's lanes and shards of everything due at `now`, what its own steps make due included, until nothing is
 * left or time is up. Transactional messages go before each round of the others.
 */
export async function drainWave(deps: WaveDeps, worker: WaveWorker, now: Instant): Promise<WaveTally> {
  const tally = emptyWaveTally();
  const rate = deps.rate?.(worker.share ?? 1) ?? null;
  const shift: Shift = { deps, worker, now, tally, rate, lookAgainAt: Number.NEGATIVE_INFINITY };
  try {
    let any = true;
    while (any && deps.mayGoOn()) {
      any = false;
      for (const lane of worker.lanes) {
        for (const shard of worker.shards) any = (await drainShard(shift, lane, shard)) || any;
      }
      if (any && !(await isAnythingDue(deps, now))) return tally;
    }
    return tally;
  } finally {
    await deps.send.purse.close();
  }
}
