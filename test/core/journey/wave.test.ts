import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { customerId, decisionId, enrolmentId } from '../../../core/ids.ts';
import { addWaveTallies, drainWave, emptyWaveTally } from '../../../core/journey/wave.ts';
import { isBalanced, recountLedger } from '../../../core/message/ledger.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { aDecision, aJourney, anEnrolment, NOW, someSettings } from '../../support/builders.ts';
import { ACCEPTED, aSendWorld, decide, know, stored } from '../../support/sendWorld.ts';

const GREETING = aJourney({
  nodes: {
    hello: { type: 'send', template: 'hello', next: 'rest' },
    rest: { type: 'wait', for: '1d', next: 'again' },
    again: { type: 'send', template: 'hello', next: 'done' },
    done: { type: 'end' },
  },
});

/** Enrols `count` known people who are due now. */
async function enrol(store: Store, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const id = customerId(`c${i}`);
    await know(store, { id });
    const enrolment = anEnrolment({ id: enrolmentId(`${id}/test//1`), customerId: id, nodeId: 'hello' });
    await store.commitStep({
      enrolments: [{ enrolment, expectedVersion: 0 }],
      decisions: [],
      cancellations: [],
      facts: [],
    });
  }
}

describe('drainWave', () => {
  it('runs steps, what they decide, and nothing that is not due yet', async () => {
    const world = aSendWorld({ journeys: [GREETING] });
    await enrol(world.store, 3);
    const tally = await drainWave(world.waveDeps(), world.worker, NOW);
    expect(tally).toEqual({ ...emptyWaveTally(), records: 6, steps: 3, sent: 3 });
    expect(await drainWave(world.waveDeps(), world.worker, NOW + DAY_MS - 1)).toEqual(emptyWaveTally());
    const next = await drainWave(world.waveDeps(), world.worker, NOW + DAY_MS);
    expect(next).toMatchObject({ steps: 3, sent: 3 });
    expect(await world.store.nextDueAt()).toBeNull();
    expect(await recountLedger(world.store)).toMatchObject({ accepted: 6, sent: 6 });
  });

  it('by two workers on the same shards at once sends each message once', async () => {
    const world = aSendWorld({ journeys: [GREETING] });
    await enrol(world.store, 40);
    const tallies = await Promise.all(
      ['a', 'b'].map((claimant) => drainWave(world.waveDeps({ claimant }), world.worker, NOW)),
    );
    const { sent, steps } = tallies.reduce(addWaveTallies);
    expect([sent, steps]).toEqual([40, 40]);
    expect(new Set(world.attempts.map((message) => message.decisionId)).size).toBe(40);
    expect(world.attempts).toHaveLength(40);
    const ledger = await recountLedger(world.store);
    expect(ledger).toMatchObject({ accepted: 40, sent: 40 });
    expect(isBalanced(ledger)).toBe(true);
  });

  it('goes through more than a page, and stops between pages when time is up', async () => {
    const world = aSendWorld({ journeys: [GREETING], store: createMemoryStore({ shards: 1 }) });
    await enrol(world.store, 250);
    let pages = 0;
    const oncePerPage = () => {
      pages += 1;
      return pages <= 4;
    };
    const cut = await drainWave(world.waveDeps({}, oncePerPage), world.worker, NOW);
    expect(cut.records).toBeGreaterThanOrEqual(200);
    expect(cut.records).toBeLessThan(500);
    const rest = await drainWave(world.waveDeps(), world.worker, NOW);
    expect(addWaveTallies(cut, rest)).toMatchObject({ steps: 250, sent: 250, records: 500 });
  });

  it('sends what is transactional before anything else', async () => {
    const world = aSendWorld({ store: createMemoryStore({ shards: 1 }) });
    await know(world.store);
    const offer = aDecision({ id: decisionId('a-offer') });
    const receipt = aDecision({ id: decisionId('z-receipt'), class: 'transactional', lane: 'transactional' });
    await decide(world.store, offer, receipt);
    await drainWave(world.waveDeps(), world.worker, NOW);
    expect(world.attempts.map((message) => message.decisionId)).toEqual(['z-receipt', 'a-offer']);
  });

  it('looks for what somebody waits for as often as it is told to, by the clock', async () => {
    const world = aSendWorld({ store: createMemoryStore({ shards: 8 }) });
    let [looks, time] = [0, NOW];
    const store: Store = {
      ...world.store,
      duePage: (query) => {
        if (query.lane === 'transactional') looks += 1;
        return world.store.duePage(query);
      },
    };
    const clock = () => {
      time += 100;
      return time;
    };
    const looked = async (awaitedEveryMs: number) => {
      looks = 0;
      await drainWave({ ...world.waveDeps(), store, clock, awaitedEveryMs }, world.worker, NOW);
      return looks;
    };
    const [always, seldom, once] = [await looked(0), await looked(1_000), await looked(60_000)];
    expect(always).toBeGreaterThan(seldom);
    expect(seldom).toBeGreaterThan(once);
    expect(once).toBe(16);
  });

  it('gives the last slot of a cap to the higher priority, whichever is due first', async () => {
    const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 1, withinDays: 7 }] } });
    const world = aSendWorld({ settings });
    await know(world.store);
    const low = aDecision({ id: decisionId('low'), priority: 10, dueAt: NOW - MINUTE_MS, onRefusal: 'skip' });
    const high = aDecision({ id: decisionId('high'), priority: 90, onRefusal: 'skip' });
    await decide(world.store, low, high);
    await drainWave(world.waveDeps(), world.worker, NOW);
    expect([(await stored(world.store, high)).outcome, (await stored(world.store, low)).reason]).toEqual([
      'sent',
      'frequency-cap',
    ]);
  });

  it('finds a claim that a crash left without an outcome, and does not send it again', async () => {
    const world = aSendWorld();
    await know(world.store);
    await decide(world.store, aDecision());
    const crashing: Store = { ...world.store, settle: () => Promise.reject(new Error('crashed')) };
    await drainWave(world.waveDeps({ store: crashing }), world.worker, NOW);
    expect((await stored(world.store, aDecision())).outcome).toBe('claimed');
    const quarter = 15 * MINUTE_MS;
    expect((await drainWave(world.waveDeps(), world.worker, NOW + quarter - 1)).records).toBe(0);
    expect((await drainWave(world.waveDeps(), world.worker, NOW + quarter)).unknown).toBe(1);
    expect(world.attempts).toHaveLength(1);
    expect(await recountLedger(world.store)).toMatchObject({ accepted: 1, unknown: 1 });
  });

  it('ends although a record is lost to somebody again and again', async () => {
    const world = aSendWorld();
    await know(world.store);
    await decide(world.store, aDecision());
    const busy: Store = { ...world.store, claim: async () => 'lost' };
    const tally = await drainWave(world.waveDeps({ store: busy }), world.worker, NOW);
    expect(tally).toEqual({ ...emptyWaveTally(), records: 1, lost: 1 });
  });
});

describe('a record that throws', () => {
  const broken = aDecision({ id: decisionId('broken'), template: 'broken' });
  const sound = aDecision({ id: decisionId('sound') });

  async function aWorldWithBoth() {
    const world = aSendWorld();
    await know(world.store);
    await decide(world.store, broken, sound);
    const overrides = {
      templateVersion: (id: string) => {
        if (id === 'broken') throw new TypeError('no such template file');
        return 1;
      },
    };
    return { ...world, drain: (now: number) => drainWave(world.waveDeps(overrides), world.worker, now) };
  }

  it('is pushed back and does not take its page along', async () => {
    const { drain, store } = await aWorldWithBoth();
    expect(await drain(NOW)).toEqual({ ...emptyWaveTally(), records: 2, sent: 1, deferred: 1 });
    expect(await stored(store, sound)).toMatchObject({ outcome: 'sent' });
    expect(await stored(store, broken)).toMatchObject({
      outcome: 'pending',
      attempts: 1,
      dueAt: NOW + MINUTE_MS,
    });
  });

  it('waits 1, 2, 4 and 8 minutes, and is parked at the fifth attempt with what went wrong', async () => {
    const { drain, store } = await aWorldWithBoth();
    const waits: (number | null)[] = [];
    let now = NOW;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await drain(now);
      const { dueAt } = await stored(store, broken);
      waits.push(dueAt === null ? null : (dueAt - now) / MINUTE_MS);
      now = dueAt ?? now;
    }
    expect(waits).toEqual([1, 2, 4, 8, null]);
    expect(await store.parked(9)).toMatchObject([
      {
        record: { kind: 'send', decision: { id: 'broken', attempts: 5 } },
        error: 'TypeError: no such template file',
      },
    ]);
    expect((await drain(now + DAY_MS)).records).toBe(0);
    expect(isBalanced(await recountLedger(store))).toBe(true);
  });

  it('may be a step as well, and starts afresh once it succeeds', async () => {
    const world = aSendWorld({ journeys: [GREETING] });
    await enrol(world.store, 1);
    const id = customerId('c0');
    const failing: Store = { ...world.store, loadProfile: () => Promise.reject(new Error('read failed')) };
    const deps = world.waveDeps();
    const tally = await drainWave({ ...deps, step: { ...deps.step, store: failing } }, world.worker, NOW);
    expect(tally).toMatchObject({ deferred: 1, steps: 0 });
    await drainWave(deps, world.worker, NOW + MINUTE_MS);
    expect((await world.store.loadPerson(id))?.enrolments).toMatchObject([{ nodeId: 'rest', attempts: 0 }]);
  });
});

describe('a worker’s life', () => {
  it('leaves balanced books after crashes, refusals and silence of the provider', async () => {
    const replies = [
      ACCEPTED,
      { kind: 'refused', reason: 'throttled', retryAfterMs: MINUTE_MS },
      { kind: 'ambiguous', reason: 'timed out' },
      { kind: 'refused', reason: 'rejected', retryAfterMs: null },
    ] as const;
    let calls = 0;
    const world = aSendWorld({
      journeys: [GREETING],
      reply: () => {
        calls += 1;
        return replies[calls % replies.length] ?? ACCEPTED;
      },
    });
    await enrol(world.store, 30);
    for (let minute = 0; minute < 5; minute += 1) {
      await drainWave(world.waveDeps(), world.worker, NOW + minute * MINUTE_MS);
      const ledger = await recountLedger(world.store);
      expect(isBalanced(ledger)).toBe(true);
      expect(ledger.accepted).toBe(30);
    }
    const { sent, failed, unknown, pending } = await recountLedger(world.store);
    expect([sent > 0, failed > 0, unknown > 0, pending]).toEqual([true, true, true, 0]);
    const perDecision = Map.groupBy(world.attempts, (message) => message.decisionId);
    expect(perDecision.size).toBe(30);
  });
});
