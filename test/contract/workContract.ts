import { describe, expect, it } from 'vitest';
import { shardOf } from '../../core/chance.ts';
import { customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import { workOf } from '../../core/journey/dueRecord.ts';
import { CLAIM_TIMEOUT_MS, type Lane, LANES } from '../../core/message/decision.ts';
import type { DueRecord, Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { aDecision, anEnrolment, aTask, MAYA, NOW } from '../support/builders.ts';
import { aClaim, aSettlement, aStep, decide, freshStore, type MakeStore } from './given.ts';

async function dueIds(store: Store, lane: Lane, until: number, limit = 100): Promise<string[]> {
  const ids: string[] = [];
  for (let shard = 0; shard < store.shards; shard += 1) {
    ids.push(...(await store.duePage({ lane, shard, until, limit })).map((record) => workOf(record).id));
  }
  return ids;
}

const named = (id: string) => ({ id: decisionId(id) });

export function workContract(make: MakeStore): void {
  const store = freshStore(make);
  const enrol = (...enrolments: ReturnType<typeof anEnrolment>[]) =>
    store().commitStep(
      aStep({ enrolments: enrolments.map((enrolment) => ({ enrolment, expectedVersion: 0 })) }),
    );

  describe('steps', () => {
    it('put the passage, its decisions and facts together', async () => {
      const fact = {
        customerId: MAYA,
        at: NOW,
        kind: 'message-accepted' as const,
        journeyId: 'test',
        body: {},
      };
      const result = await store().commitStep(
        aStep({
          enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
          decisions: [aDecision()],
          facts: [fact],
        }),
      );
      expect(result).toBe('committed');
      expect(await store().loadDecision(aDecision().id)).toEqual(aDecision());
      expect(await store().factsOf(MAYA, 10)).toEqual([fact]);
      expect(await store().countAccepted()).toBe(1);
    });

    it('conflict over another version, and then write nothing', async () => {
      await enrol(anEnrolment());
      const stale = aStep({
        enrolments: [{ enrolment: anEnrolment({ version: 3, nodeId: 'later' }), expectedVersion: 2 }],
        decisions: [aDecision()],
        facts: [{ customerId: MAYA, at: NOW, kind: 'message-accepted', journeyId: 'test', body: {} }],
      });
      expect(await store().commitStep(stale)).toBe('conflict');
      expect(await store().loadDecision(aDecision().id)).toBeNull();
      expect(await store().countAccepted()).toBe(0);
      expect(await dueIds(store(), 'journey', NOW)).toEqual([anEnrolment().id]);
    });

    it('leave a decision that is there untouched', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      const claimed = await store().loadDecision(aDecision().id);
      expect(await store().commitStep(aStep({ decisions: [aDecision({ priority: 1 })] }))).toBe('committed');
      expect(await store().loadDecision(aDecision().id)).toEqual(claimed);
    });

    it('of two over the same version commit one', async () => {
      await enrol(anEnrolment());
      const step = (nodeId: string) =>
        aStep({ enrolments: [{ enrolment: anEnrolment({ version: 2, nodeId }), expectedVersion: 1 }] });
      const results = await Promise.all([store().commitStep(step('a')), store().commitStep(step('b'))]);
      expect(results).toEqual(['committed', 'conflict']);
    });

    it('keep one passage a journey and key: a re-entry takes the place of the one before', async () => {
      await enrol(anEnrolment({ status: 'ended', dueAt: null }));
      const again = anEnrolment({ id: enrolmentId('maya/test//2'), entry: 2, version: 2, dueAt: NOW + 5 });
      await store().commitStep(aStep({ enrolments: [{ enrolment: again, expectedVersion: 1 }] }));
      expect(await dueIds(store(), 'journey', NOW + 5)).toEqual([again.id]);
    });
  });

  describe('what is due', () => {
    it('comes by due time, then by higher priority, then by id', async () => {
      await decide(
        store(),
        aDecision({ ...named('c'), dueAt: NOW, priority: 10 }),
        aDecision({ ...named('b'), dueAt: NOW, priority: 10 }),
        aDecision({ ...named('a'), dueAt: NOW, priority: 5 }),
        aDecision({ ...named('urgent'), dueAt: NOW, priority: 90 }),
        aDecision({ ...named('first'), dueAt: NOW - 3 * DAY_MS, priority: 0 }),
        aDecision({ ...named('later'), dueAt: NOW + 1, priority: 99 }),
      );
      expect(await dueIds(store(), 'journey', NOW)).toEqual(['first', 'urgent', 'b', 'c', 'a']);
      expect(await dueIds(store(), 'journey', NOW, 2)).toEqual(['first', 'urgent']);
      expect(await dueIds(store(), 'journey', NOW + 1)).toEqual(['first', 'urgent', 'b', 'c', 'a', 'later']);
    });

    it('mixes steps with decisions of lane journey, a step ranking as priority 0', async () => {
      await enrol(
        anEnrolment(),
        anEnrolment({ journeyId: 'early', id: enrolmentId('early'), dueAt: NOW - 1 }),
      );
      await decide(store(), aDecision({ priority: 1 }), aDecision({ ...named('zero'), priority: 0 }));
      expect(await dueIds(store(), 'journey', NOW)).toEqual([
        'early',
        aDecision().id,
        anEnrolment().id,
        'zero',
      ]);
    });

    it('orders ids by code point', async () => {
      const ids = ['\u{1F600}', '\uFFFD', 'z', 'é', 'Z'];
      await decide(store(), ...ids.map((id) => aDecision(named(id))));
      expect(await dueIds(store(), 'journey', NOW)).toEqual(['Z', 'z', 'é', '\uFFFD', '\u{1F600}']);
    });

    it('is found again and again until it changes, and in full', async () => {
      await decide(store(), ...['a', 'b', 'c'].map((id) => aDecision(named(id))));
      expect(await dueIds(store(), 'journey', NOW, 2)).toEqual(['a', 'b']);
      expect(await dueIds(store(), 'journey', NOW, 2)).toEqual(['a', 'b']);
      await store().settle(
        aSettlement({ decisionId: decisionId('a'), claimant: null, outcome: 'suppressed' }),
      );
      await decide(store(), aDecision({ ...named('0'), dueAt: NOW - 1 }));
      expect(await dueIds(store(), 'journey', NOW, 2)).toEqual(['0', 'b']);
      expect(await dueIds(store(), 'journey', NOW, 9)).toEqual(['0', 'b', 'c']);
    });

    it.each(LANES)('waits in its own lane: %s', async (lane) => {
      await decide(store(), aDecision({ lane }));
      for (const other of LANES) {
        expect(await dueIds(store(), other, NOW)).toEqual(other === lane ? [aDecision().id] : []);
      }
    });

    it('waits in the shard of its customer', async () => {
      const people = Array.from({ length: 20 }, (_, n) => customerId(`customer-${n}`));
      for (const id of people) {
        await enrol(anEnrolment({ customerId: id }));
        await decide(store(), aDecision({ customerId: id, lane: 'bulk' }));
      }
      for (let shard = 0; shard < store().shards; shard += 1) {
        const mine = people.filter((id) => shardOf(id, store().shards) === shard).sort();
        const steps = await store().duePage({ lane: 'journey', shard, until: NOW, limit: 100 });
        const sends = await store().duePage({ lane: 'bulk', shard, until: NOW, limit: 100 });
        expect(steps.map((one) => (one.kind === 'step' ? one.enrolment.customerId : null))).toEqual(mine);
        expect(sends.map((one) => (one.kind === 'send' ? one.decision.customerId : null))).toEqual(mine);
      }
    });

    it('is spread over as many shards as asked for', () => {
      const one = make({ shards: 7 });
      expect(one.shards).toBe(7);
      return one.close();
    });

    it('is nothing in a shard that does not exist', async () => {
      await decide(store(), aDecision());
      expect(await store().duePage({ lane: 'journey', shard: 99, until: NOW, limit: 9 })).toEqual([]);
    });

    it('does not include what rests, ended or settled', async () => {
      await enrol(anEnrolment({ dueAt: null }));
      await decide(store(), aDecision({ outcome: 'sent', dueAt: null }));
      expect(await dueIds(store(), 'journey', NOW + 900 * DAY_MS)).toEqual([]);
      expect(await store().nextDueAt()).toBeNull();
    });

    it('after a claim is the claim itself, in lane upkeep, once it has timed out', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      expect(await dueIds(store(), 'journey', NOW + DAY_MS)).toEqual([]);
      expect(await dueIds(store(), 'upkeep', NOW + CLAIM_TIMEOUT_MS - 1)).toEqual([]);
      expect(await dueIds(store(), 'upkeep', NOW + CLAIM_TIMEOUT_MS)).toEqual([aDecision().id]);
      expect((await store().loadDecision(aDecision().id))?.lane).toBe('journey');
    });

    it('is counted over lanes and shards, up to a bound', async () => {
      const people = Array.from({ length: 12 }, (_, n) => customerId(`c${n}`));
      for (const id of people) {
        await enrol(anEnrolment({ customerId: id, dueAt: NOW }));
        await decide(
          store(),
          aDecision({ customerId: id, lane: 'transactional', dueAt: NOW + 1 }),
          aDecision({ customerId: id, id: decisionId(`${id}-bulk`), lane: 'bulk' }),
        );
      }
      const count = (lanes: readonly Lane[], until: number, most = 1_000) =>
        store().countDue({ lanes, until, most });
      expect(await count(['journey'], NOW)).toBe(12);
      expect(await count(['journey', 'bulk'], NOW)).toBe(24);
      expect(await count(LANES, NOW)).toBe(24);
      expect(await count(LANES, NOW + 1)).toBe(36);
      expect(await count(LANES, NOW + 1, 17)).toBe(17);
      expect(await count([], NOW)).toBe(0);
      await dueIds(store(), 'journey', NOW);
      expect(await count(LANES, NOW + 1)).toBe(36);
    });

    it('is next at the earliest due time of all lanes', async () => {
      expect(await store().nextDueAt()).toBeNull();
      await enrol(anEnrolment({ dueAt: NOW + 90 * DAY_MS }));
      expect(await store().nextDueAt()).toBe(NOW + 90 * DAY_MS);
      await decide(store(), aDecision({ lane: 'bulk', dueAt: NOW + DAY_MS }));
      expect(await store().nextDueAt()).toBe(NOW + DAY_MS);
      await store().claim(aClaim());
      expect(await store().nextDueAt()).toBe(NOW + CLAIM_TIMEOUT_MS);
      await store().settle(aSettlement());
      expect(await store().nextDueAt()).toBe(NOW + 90 * DAY_MS);
    });
  });

  describe('a record that fails', () => {
    const step: DueRecord = { kind: 'step', enrolment: anEnrolment() };
    const send: DueRecord = { kind: 'send', decision: aDecision() };
    const later = { dueAt: NOW + 60_000, attempts: 1, error: 'template broken' };
    const parkedNow = { dueAt: null, attempts: 5, error: 'gave up' };

    it('is pushed back, and counts its attempts', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision());
      expect(await store().defer(step, later)).toBe('committed');
      expect(await store().defer(send, later)).toBe('committed');
      expect(await dueIds(store(), 'journey', NOW)).toEqual([]);
      const shard = shardOf(MAYA, store().shards);
      expect(await store().duePage({ lane: 'journey', shard, until: later.dueAt, limit: 9 })).toEqual([
        { kind: 'send', decision: aDecision({ dueAt: later.dueAt, attempts: 1 }) },
        { kind: 'step', enrolment: anEnrolment({ dueAt: later.dueAt, attempts: 1 }) },
      ]);
      expect(await store().parked(9)).toEqual([]);
    });

    it('is pushed back once by two who read the same attempt', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision());
      expect(await Promise.all([store().defer(step, later), store().defer(step, later)])).toEqual([
        'committed',
        'conflict',
      ]);
      expect(await Promise.all([store().defer(send, later), store().defer(send, later)])).toEqual([
        'committed',
        'conflict',
      ]);
    });

    it('is not pushed back once it moved on', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision());
      await store().commitStep(
        aStep({ enrolments: [{ enrolment: anEnrolment({ version: 2 }), expectedVersion: 1 }] }),
      );
      await store().claim(aClaim());
      expect(await store().defer(step, later)).toBe('conflict');
      expect(await store().defer(send, later)).toBe('conflict');
      await store().settle(aSettlement());
      const settled = await store().loadDecision(aDecision().id);
      expect(settled).not.toBeNull();
      if (settled !== null) {
        expect(await store().defer({ kind: 'send', decision: settled }, later)).toBe('conflict');
      }
    });

    it('is not pushed back where there is none', async () => {
      expect(await store().defer(step, later)).toBe('conflict');
      expect(await store().defer(send, later)).toBe('conflict');
    });

    it('still lets a worker commit who succeeded on it meanwhile', async () => {
      await enrol(anEnrolment());
      await store().defer(step, later);
      const moved = { enrolment: anEnrolment({ version: 2, dueAt: null }), expectedVersion: 1 };
      expect(await store().commitStep(aStep({ enrolments: [moved] }))).toBe('committed');
      expect(await store().nextDueAt()).toBeNull();
    });

    it('may be a claim that timed out', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      const claimed = await store().loadDecision(aDecision().id);
      if (claimed === null) throw new Error('the decision is gone');
      expect(await store().defer({ kind: 'send', decision: claimed }, later)).toBe('committed');
      expect(await dueIds(store(), 'upkeep', later.dueAt)).toEqual([aDecision().id]);
    });

    it('is parked with its error, waits for nothing and is listed by id', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision(), aDecision(named('a')));
      await store().defer(step, parkedNow);
      await store().defer(send, { ...parkedNow, error: 'no provider' });
      await store().defer({ kind: 'send', decision: aDecision(named('a')) }, later);
      expect(await store().nextDueAt()).toBe(later.dueAt);
      expect(await store().parked(9)).toEqual([
        { record: { kind: 'step', enrolment: anEnrolment({ dueAt: null, attempts: 5 }) }, error: 'gave up' },
        { record: { kind: 'send', decision: aDecision({ dueAt: null, attempts: 5 }) }, error: 'no provider' },
      ]);
      expect((await store().parked(1)).map(({ error }) => error)).toEqual(['gave up']);
    });

    it('is listed page by page, each behind the last of the one before', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision(), aDecision(named('a')), aDecision(named('李')));
      await store().putTask({ task: aTask({ id: 'b' }), expectedVersion: 0 });
      const task = await store().loadTask('b');
      if (task === null) throw new Error('the task is not there');
      const sends = [aDecision(), aDecision(named('a')), aDecision(named('李'))];
      for (const decision of sends) await store().defer({ kind: 'send', decision }, parkedNow);
      for (const one of [step, { kind: 'task' as const, task }]) await store().defer(one, parkedNow);
      const ids: string[] = [];
      for (let pages = 0; pages < 9; pages += 1) {
        const page = await store().parked(2, ids.at(-1));
        if (page.length === 0) break;
        ids.push(...page.map(({ record }) => workOf(record).id));
      }
      expect(ids).toEqual(['a', 'b', anEnrolment().id, aDecision().id, '李']);
    });

    it('is redriven by pushing the parked record to an instant', async () => {
      await decide(store(), aDecision());
      await store().defer(send, parkedNow);
      const [found] = await store().parked(1);
      if (found === undefined) throw new Error('nothing is parked');
      expect(await store().defer(found.record, { dueAt: NOW, attempts: 0, error: 'redriven' })).toBe(
        'committed',
      );
      expect(await store().parked(9)).toEqual([]);
      expect(await dueIds(store(), 'journey', NOW)).toEqual([aDecision().id]);
      expect(await store().defer(found.record, { dueAt: NOW, attempts: 0, error: 'redriven' })).toBe(
        'conflict',
      );
    });

    it('is parked no longer once it changed', async () => {
      await enrol(anEnrolment());
      await decide(store(), aDecision());
      await store().defer(step, parkedNow);
      await store().defer(send, parkedNow);
      await store().claim(aClaim());
      await store().settle(aSettlement());
      const moved = { enrolment: anEnrolment({ version: 2, dueAt: null }), expectedVersion: 1 };
      await store().commitStep(aStep({ enrolments: [moved] }));
      expect(await store().parked(9)).toEqual([]);
    });
  });
}
