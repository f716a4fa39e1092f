import { describe, expect, it } from 'vitest';
import { seed } from '../support/seed.ts';
import { liveRecipe } from './run/shrink.ts';
import { diceFrom } from './world/dice.ts';
import { plannedFaults } from './world/fault.ts';
import { planWorld } from './world/plan.ts';
import { Queue } from './world/queue.ts';
import { referencePlan } from './world/reference.ts';
import { liveWorld } from './world/world.ts';

const small = { people: 25, days: 12, programme: 'small', stallRate: 0.002 } as const;

describe('a world', { timeout: 60_000 }, () => {
  it.each([
    ['without faults', 0, 'memory', false],
    ['with a fault in every tenth call', 0.1, 'memory', false],
    ['with faults, in a file', 0.05, 'sqlite', false],
    ['with faults at ports and below them, on DynamoDB', 0.02, 'dynamodb', false],
    ['with faults, over the real clients of SES and SMS', 0.02, 'memory', true],
  ] as const)('keeps every promise %s', async (_, faultRate, store, wire) => {
    const result = await liveWorld(planWorld({ ...small, seed, faultRate, store, wire }));
    expect(result.violations).toEqual([]);
    expect(Math.min(result.effects, result.checks.balance, result.counts.events)).toBeGreaterThan(20);
    expect(result.struck.length > 0).toBe(faultRate > 0);
  });

  it('is the same again from the same seed, call by call', async () => {
    const plan = planWorld({ ...small, seed, faultRate: 0.1 });
    const [one, two] = [await liveWorld(plan, { trace: true }), await liveWorld(plan, { trace: true })];
    expect(two.trace).toEqual(one.trace);
    expect(one.trace.length).toBeGreaterThan(1_000);
  });

  it('is another from another seed', async () => {
    const trace = async (of: number) =>
      (await liveWorld(planWorld({ ...small, seed: of }), { trace: true })).trace;
    expect(await trace(seed)).not.toEqual(await trace(seed + 1));
  });
});

it('has left a message undone once its instant is over, or it is among the dead letters', () => {
  const queue = new Queue();
  queue.send('a message', 100);
  expect([99, 100, 101].map((now) => queue.overdue(now))).toEqual([0, 0, 1]);
  for (let now = 101; queue.nextVisible() !== null; now += 120_000) {
    queue.receive(now);
    queue.bury();
  }
  expect(queue.overdue(0)).toBe(1);
});

/** Messages that the worker who crashed had claimed and not handed over: a worker has several in hand at once. */
function leftInHand(trace: readonly string[]): number {
  const worker = /wave-\d+/.exec(trace.find((line) => line.includes('F6')) ?? '')?.[0];
  const own = trace.filter((line) => line.split(/\s+/).includes(worker ?? 'none'));
  const claimed = own.filter((line) => / claim .* claimed$/.test(line)).length;
  return claimed - own.filter((line) => / send /.test(line) && !line.includes('F6')).length;
}

describe('one fault', { timeout: 60_000 }, () => {
  it('leaves the messages unknown whose claimant crashed before it sent, and says so', async () => {
    const faults = [{ site: 'wave:send', occurrence: 0, kind: 'F6' }] as const;
    const result = await liveWorld(referencePlan(seed), { faults: plannedFaults(faults), trace: true });
    expect(result.violations).toEqual([]);
    expect(result.counts.unknown).toBeGreaterThan(0);
    expect(result.counts.unknown).toBe(leftInHand(result.trace));
  });

  it.each([
    ['leaves a message unknown whose claimant crashed once DynamoDB had the claim', 'F7', 1],
    ['leaves nothing unknown where the claim never reached DynamoDB', 'F3', 0],
  ] as const)('%s', async (_, kind, unknown) => {
    const faults = [{ site: 'wave:claim/TransactWrite', occurrence: 0, kind }];
    const result = await liveWorld(referencePlan(seed, 'dynamodb'), { faults: plannedFaults(faults) });
    expect(result.violations).toEqual([]);
    expect(result.struck).toEqual(faults);
    expect(result.counts.unknown).toBe(unknown);
  });

  it('that lost the reply to a send leaves nothing unknown once the provider has told', async () => {
    const faults = [{ site: 'wave:send', occurrence: 0, kind: 'F4' }] as const;
    const result = await liveWorld(referencePlan(seed), { faults: plannedFaults(faults) });
    expect(result.violations).toEqual([]);
    expect(result.counts.reconciled).toBe(result.counts.arrivable);
    expect(result.counts.unknown).toBeLessThanOrEqual(1);
    expect(result.effects).toBe((await liveRecipe({ seed, kind: 'reference', faults: [] })).effects);
  });
});

describe('dice', () => {
  it('throw the same from the same seed, and forks do not depend on what was thrown', () => {
    const thrown = diceFrom(5);
    for (let n = 0; n < 10; n += 1) thrown.below(6);
    const throwsOf = (fork: ReturnType<typeof diceFrom>) => Array.from({ length: 20 }, () => fork.below(100));
    expect(throwsOf(thrown.fork(3))).toEqual(throwsOf(diceFrom(5).fork(3)));
    expect(throwsOf(diceFrom(5).fork(3))).not.toEqual(throwsOf(diceFrom(5).fork(4)));
  });
});
