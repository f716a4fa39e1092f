/** What every store promises of provider events, contacts that change by themselves, tallies and budgets. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../core/fact.ts';
import { addressKey, decisionId } from '../../core/ids.ts';
import type { FeedbackChange, SliceLease } from '../../core/ports.ts';
import { utcDay } from '../../core/time.ts';
import { aContact, aDecision, MAYA, NOW } from '../support/builders.ts';
import { decide } from '../support/sendWorld.ts';
import { aClaim, aSettlement, aStep, freshStore, type MakeStore } from './given.ts';

const ID = aDecision().id;
const KEY = aContact().key;
const LATER = NOW + 60_000;

const FACT: Fact = {
  customerId: MAYA,
  at: LATER,
  kind: 'message-settled',
  journeyId: 'test',
  body: { by: 'event' },
};

function anEvent(overrides: Partial<FeedbackChange> = {}): FeedbackChange {
  return {
    eventId: 'event-1',
    decisionId: ID,
    feedback: { deliveredAt: LATER },
    ifOpen: { outcome: 'sent', reason: null, providerMessageId: 'told', fact: FACT },
    at: LATER,
    contacts: [],
    facts: [],
    ...overrides,
  };
}

function aLease(overrides: Partial<SliceLease> = {}): SliceLease {
  return {
    slice: 'w1',
    budget: 'b/2026',
    limit: 1_000,
    want: 300,
    until: NOW + 1_000,
    now: NOW,
    ...overrides,
  };
}

export function feedbackContract(make: MakeStore): void {
  const store = freshStore(make);
  const today = utcDay(NOW);
  const tallied = async () =>
    (await store().tallies({ since: today, until: today })).map(({ what, count }) => [what, count]);

  async function claimed(): Promise<void> {
    await decide(store(), aDecision());
    await store().claim(aClaim());
  }

  describe('a provider’s event', () => {
    it('is folded into a decision that is settled, and leaves its outcome', async () => {
      await claimed();
      await store().settle(aSettlement());
      expect(await store().recordFeedback(anEvent())).toBe('committed');
      expect(await store().loadDecision(ID)).toMatchObject({
        outcome: 'sent',
        providerMessageId: 'provider-1',
        feedback: { deliveredAt: LATER },
      });
      expect(await tallied()).toEqual([
        ['delivered', 1],
        ['sent', 1],
      ]);
      expect(await store().factsOf(MAYA, 10)).not.toContainEqual(FACT);
    });

    it.each(['claimed', 'unknown'] as const)('settles a decision that is %s', async (outcome) => {
      await claimed();
      if (outcome === 'unknown') {
        await store().settle(aSettlement({ outcome, reason: 'no reply', providerMessageId: null }));
      }
      expect(await store().recordFeedback(anEvent())).toBe('committed');
      expect(await store().loadDecision(ID)).toMatchObject({
        outcome: 'sent',
        reason: null,
        providerMessageId: 'told',
        settledAt: LATER,
        dueAt: null,
      });
      expect(await store().factsOf(MAYA, 10)).toContainEqual(FACT);
      expect(await tallied()).toEqual([
        ['delivered', 1],
        ['sent', 1],
      ]);
      expect(await store().settle(aSettlement())).toBe('conflict');
    });

    it('of a message that was put back settles it, so that it is not sent again', async () => {
      await decide(store(), aDecision());
      await store().recordFeedback(anEvent());
      expect(await store().claim(aClaim())).toBe('lost');
    });

    it('is applied once', async () => {
      await claimed();
      const told = anEvent({ facts: [FACT] });
      expect([await store().recordFeedback(told), await store().recordFeedback(told)]).toEqual([
        'committed',
        'duplicate',
      ]);
      expect(await tallied()).toEqual([
        ['delivered', 1],
        ['sent', 1],
      ]);
    });

    it('writes nothing over a contact that moved on', async () => {
      await claimed();
      const contacts = [{ contact: aContact([], { version: 5 }), expectedVersion: 4 }];
      expect(await store().recordFeedback(anEvent({ contacts }))).toBe('conflict');
      expect((await store().loadDecision(ID))?.feedback).toBeNull();
      expect(await store().recordFeedback(anEvent())).toBe('committed');
    });

    it('about a message nobody knows changes the contact alone', async () => {
      const contacts = [{ contact: aContact([], { version: 1 }), expectedVersion: 0 }];
      const told = anEvent({ decisionId: decisionId('elsewhere'), contacts });
      expect(await store().recordFeedback(told)).toBe('committed');
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(aContact([], { version: 1 }));
    });

    it('finds its decision by the provider’s own id', async () => {
      await claimed();
      await store().settle(aSettlement());
      expect((await store().decisionSentAs('provider-1'))?.id).toBe(ID);
      expect(await store().decisionSentAs('nobody')).toBeNull();
    });
  });

  describe('decisions put by themselves', () => {
    it('are put once, with the row that accepts them', async () => {
      const fact: Fact = { customerId: MAYA, at: NOW, kind: 'message-accepted', journeyId: null, body: {} };
      const put = [{ decision: aDecision(), fact }];
      expect(await store().putDecisions(put)).toEqual([true]);
      expect(await store().putDecisions(put)).toEqual([false]);
      expect(await store().countAccepted()).toBe(1);
      expect(await store().loadDecision(ID)).toEqual(aDecision());
    });
  });

  describe('contacts that change by themselves', () => {
    const suppressed = aContact([], { suppression: { why: 'manual', at: NOW, source: 'test' } });

    it('change all or none, and once an id', async () => {
      const good = { contact: suppressed, expectedVersion: 0 };
      const bad = { contact: aContact([], { key: addressKey('other'), version: 9 }), expectedVersion: 8 };
      const change = { facts: [], eventId: 'import-1', at: NOW };
      expect(await store().changeContacts({ ...change, contacts: [good, bad] })).toBe('conflict');
      expect(await store().suppressedContacts({ after: null, limit: 10 })).toEqual([]);
      expect(await store().changeContacts({ ...change, contacts: [good] })).toBe('committed');
      expect(await store().changeContacts({ ...change, contacts: [good] })).toBe('duplicate');
      expect(await store().suppressedContacts({ after: null, limit: 10 })).toEqual([suppressed]);
      expect(await store().suppressedContacts({ after: KEY, limit: 10 })).toEqual([]);
    });

    it('keep everything that is known of the address', async () => {
      const whole = aContact(undefined, {
        suppression: { why: 'soft-bounces', at: NOW, source: 'ses' },
        complaints: [{ id: 'c1', openedAt: NOW, closedAt: null }],
        pausedUntil: LATER,
        pace: { most: 1, withinDays: 7 },
        tracking: false,
        preferredAt: NOW,
        softBounces: [{ decisionId: ID, at: NOW }],
        deliveredAt: NOW - 1,
        recentSends: [{ at: NOW, class: 'care', topic: 'offers', decisionId: ID }],
      });
      await store().changeContacts({
        contacts: [{ contact: whole, expectedVersion: 0 }],
        facts: [],
        at: NOW,
      });
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(whole);
    });
  });

  describe('a budget', () => {
    it('is leased up to its limit and no further', async () => {
      expect(await store().leaseSlice(aLease({ want: 700 }))).toBe(700);
      expect(await store().leaseSlice(aLease({ slice: 'w2', want: 700 }))).toBe(300);
      expect(await store().leaseSlice(aLease({ slice: 'w2', want: 1 }))).toBe(0);
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 1_000, inSlices: 1_000 }]);
    });

    it('pays for a claim out of the slice, or the claim takes nothing', async () => {
      await decide(store(), aDecision(), aDecision({ id: decisionId('other') }));
      await store().leaseSlice(aLease({ want: 150 }));
      const slice = { slice: 'w1', takes: { 'b/2026': 100 } };
      expect(await store().claim(aClaim({ slice }))).toBe('claimed');
      const second = aClaim({ decisionId: decisionId('other'), contact: null, slice });
      expect(await store().claim(second)).toBe('no-budget');
      expect((await store().loadDecision(decisionId('other')))?.outcome).toBe('pending');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 150, inSlices: 50 }]);
    });

    it('takes nothing where one of two budgets has too little', async () => {
      await decide(store(), aDecision());
      await store().leaseSlice(aLease());
      const slice = { slice: 'w1', takes: { 'b/2026': 100, 'c/2026': 1 } };
      expect(await store().claim(aClaim({ slice }))).toBe('no-budget');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 300, inSlices: 300 }]);
    });

    it('gets back what a refused message took, and what a closed purse has left', async () => {
      await decide(store(), aDecision());
      await store().leaseSlice(aLease());
      const slice = { slice: 'w1', takes: { 'b/2026': 100 } };
      await store().claim(aClaim({ slice }));
      const release = { decisionId: ID, claimant: 'worker-1', dueAt: LATER, evidence: null, slice };
      expect(await store().release(release)).toBe('committed');
      expect(await store().release(release)).toBe('conflict');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 300, inSlices: 300 }]);
      await store().returnSlice('w1');
      await store().returnSlice('w1');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 0, inSlices: 0 }]);
    });

    it('pays for a step out of the slice, or the step writes nothing', async () => {
      await store().leaseSlice(aLease({ want: 150 }));
      const take = { slice: 'w1', takes: { 'b/2026': 100 } };
      expect(await store().commitStep(aStep({ take }))).toBe('committed');
      const dossier = { kind: 'coupon', id: 'c', customerId: null, version: 1, body: {} } as const;
      const dossiers = [{ dossier, expectedVersion: 0 }];
      expect(await store().commitStep(aStep({ take, dossiers }))).toBe('conflict');
      expect(await store().loadDossiers([dossier])).toEqual([null]);
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 150, inSlices: 50 }]);
    });

    it('takes nothing for a step that is in conflict', async () => {
      await store().leaseSlice(aLease({ want: 150 }));
      const dossier = { kind: 'coupon', id: 'c', customerId: null, version: 2, body: {} } as const;
      const dossiers = [{ dossier, expectedVersion: 1 }];
      const take = { slice: 'w1', takes: { 'b/2026': 100 } };
      expect(await store().commitStep(aStep({ take, dossiers }))).toBe('conflict');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 150, inSlices: 150 }]);
    });

    it('gets back what a step gives back, to the slice or where that is gone to the budget', async () => {
      await store().leaseSlice(aLease({ want: 150 }));
      const taken = { slice: 'w1', takes: { 'b/2026': 100 } };
      await store().commitStep(aStep({ take: taken }));
      const some = { slice: 'w1', takes: { 'b/2026': 40 } };
      expect(await store().commitStep(aStep({ giveBack: some }))).toBe('committed');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 150, inSlices: 90 }]);
      await store().returnSlice('w1');
      expect(await store().commitStep(aStep({ giveBack: some }))).toBe('committed');
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 20, inSlices: 0 }]);
    });

    it('gets back what a crashed worker had, once its slice has run out', async () => {
      await store().leaseSlice(aLease({ want: 1_000 }));
      const other = aLease({ slice: 'w2', want: 400 });
      expect(await store().leaseSlice({ ...other, now: NOW + 1_000 })).toBe(0);
      expect(await store().leaseSlice({ ...other, now: NOW + 1_001, until: NOW + 9_000 })).toBe(400);
    });

    it('is never overspent by fifty who claim at once', async () => {
      const ids = Array.from({ length: 50 }, (_, place) => decisionId(`d${place}`));
      await decide(store(), ...ids.map((id) => aDecision({ id })));
      await store().leaseSlice(aLease({ want: 1_000 }));
      const results = await Promise.all(
        ids.map((id) =>
          store().claim(
            aClaim({ decisionId: id, contact: null, slice: { slice: 'w1', takes: { 'b/2026': 100 } } }),
          ),
        ),
      );
      expect(results.filter((one) => one === 'claimed')).toHaveLength(10);
      expect(await store().budgets()).toEqual([{ budget: 'b/2026', leased: 1_000, inSlices: 0 }]);
    });
  });
}
