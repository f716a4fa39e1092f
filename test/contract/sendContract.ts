import { describe, expect, it } from 'vitest';
import { decisionId } from '../../core/ids.ts';
import { CLAIM_TIMEOUT_MS, type Decision } from '../../core/message/decision.ts';
import type { FailedWebhookQuery, Settlement } from '../../core/ports.ts';
import { aContact, aDecision, anEnrolment, MAYA, NOW } from '../support/builders.ts';
import { aChange, aClaim, aSettlement, aStep, decide, freshStore, type MakeStore } from './given.ts';

const ID = aDecision().id;
const KEY = aContact().key;

const CLAIMED: Partial<Decision> = {
  outcome: 'claimed',
  claimant: 'worker-1',
  claimedAt: NOW,
  templateVersion: 4,
  evidence: { gates: ['consent'] },
  tries: 1,
  costMicroUsd: 100,
  tallyGroup: 'default/gmail',
  dueAt: NOW + CLAIM_TIMEOUT_MS,
};

const SENT: Partial<Decision> = {
  ...CLAIMED,
  outcome: 'sent',
  settledAt: NOW + 5_000,
  providerMessageId: 'provider-1',
  dueAt: null,
};

export function sendContract(make: MakeStore): void {
  const store = freshStore(make);
  const settledFact = {
    customerId: MAYA,
    at: NOW,
    kind: 'message-settled' as const,
    journeyId: 'test',
    body: { decision: ID, outcome: 'sent' },
  };

  describe('a claim', () => {
    it('takes the decision and writes the contact', async () => {
      await decide(store(), aDecision());
      expect(await store().claim(aClaim())).toBe('claimed');
      expect(await store().loadDecision(ID)).toEqual(aDecision(CLAIMED));
      expect(await store().loadContacts([KEY])).toEqual(new Map([[KEY, aContact()]]));
    });

    it('is lost where there is no such decision', async () => {
      expect(await store().claim(aClaim())).toBe('lost');
      expect(await store().loadContacts([KEY])).toEqual(new Map());
    });

    it('of a webhook needs no contact, and leaves none', async () => {
      const webhook = aDecision({
        channel: 'webhook',
        template: '',
        url: 'https://shop.example/hooks',
        given: { offer: { code: 'A1', text: { en: '10 off', 'zh-CN': '减10元' } } },
      });
      await decide(store(), webhook);
      const wanted = aClaim({ templateVersion: null, contact: null });
      expect(await store().claim(wanted)).toBe('claimed');
      expect(await store().loadDecision(ID)).toEqual({ ...webhook, ...CLAIMED, templateVersion: null });
      expect(await store().loadContacts([KEY])).toEqual(new Map());
      expect(await store().claim({ ...wanted, claimant: 'worker-2' })).toBe('lost');
    });

    it('of a webhook goes on though the person’s contact moved', async () => {
      await store().applyEvent(aChange({ contacts: [{ contact: aContact(), expectedVersion: 0 }] }));
      await decide(store(), aDecision({ channel: 'webhook', url: 'https://shop.example/hooks' }));
      expect(await store().claim(aClaim({ contact: null }))).toBe('claimed');
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(aContact());
    });

    it('is lost once another has it, and leaves the contact', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      const again = aClaim({
        claimant: 'worker-2',
        contact: aContact([], { version: 2 }),
        expectedContactVersion: 1,
      });
      expect(await store().claim(again)).toBe('lost');
      expect(await store().loadDecision(ID)).toEqual(aDecision(CLAIMED));
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(aContact());
    });

    it.each(['sent', 'suppressed', 'held-out', 'failed', 'unknown'] as const)(
      'is lost over a decision that is %s',
      async (outcome) => {
        await decide(store(), aDecision({ outcome, dueAt: null }));
        expect(await store().claim(aClaim())).toBe('lost');
      },
    );

    it('conflicts once the contact moved on, and takes nothing', async () => {
      await store().applyEvent(aChange({ contacts: [{ contact: aContact(), expectedVersion: 0 }] }));
      await decide(store(), aDecision());
      const stale = aClaim({ contact: aContact([], { version: 1 }), expectedContactVersion: 0 });
      expect(await store().claim(stale)).toBe('conflict');
      expect(await store().loadDecision(ID)).toEqual(aDecision());
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(aContact());
    });

    it('never follows an opt-out that was committed between reading and claiming', async () => {
      await store().applyEvent(aChange({ contacts: [{ contact: aContact(), expectedVersion: 0 }] }));
      await decide(store(), aDecision());
      const read = (await store().loadContacts([KEY])).get(KEY);
      const optOut = aContact([{ ...aContact().consents['email/offers']!, state: 'denied' }], { version: 2 });
      await store().applyEvent(
        aChange({ expectedVersion: 1, contacts: [{ contact: optOut, expectedVersion: 1 }] }),
      );
      const claim = aClaim({
        contact: { ...read!, version: 2, recentSends: [{ at: NOW, class: 'promotional' }] },
        expectedContactVersion: 1,
      });
      expect(await store().claim(claim)).toBe('conflict');
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(optOut);
    });

    it('of two at once is won by exactly one', async () => {
      await decide(store(), aDecision());
      const results = await Promise.all(
        ['worker-1', 'worker-2', 'worker-3'].map((claimant) => store().claim(aClaim({ claimant }))),
      );
      expect(results.sort()).toEqual(['claimed', 'lost', 'lost']);
    });

    it('of two decisions for one contact at once lets one through', async () => {
      await decide(store(), aDecision(), aDecision({ id: decisionId('other') }));
      const results = await Promise.all([
        store().claim(aClaim()),
        store().claim(aClaim({ decisionId: decisionId('other') })),
      ]);
      expect(results).toEqual(['claimed', 'conflict']);
    });
  });

  describe('settling', () => {
    it('gives the claimed decision its outcome and writes the facts', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      expect(await store().settle(aSettlement({ facts: [settledFact] }))).toBe('committed');
      expect(await store().loadDecision(ID)).toEqual(aDecision(SENT));
      expect(await store().factsOf(MAYA, 9)).toEqual([settledFact]);
    });

    it('settles a pending decision that nobody claims', async () => {
      await decide(store(), aDecision());
      const refusal = aSettlement({
        claimant: null,
        outcome: 'suppressed',
        reason: 'no-consent',
        evidence: null,
        providerMessageId: null,
      });
      expect(await store().settle(refusal)).toBe('committed');
      expect(await store().loadDecision(ID)).toEqual(
        aDecision({ outcome: 'suppressed', reason: 'no-consent', settledAt: NOW + 5_000, dueAt: null }),
      );
    });

    it.each<[string, Partial<Settlement>]>([
      ['without a claimant', { claimant: null }],
      ['by another claimant', { claimant: 'worker-2' }],
      [
        'over a passage that moved on',
        { enrolments: [{ enrolment: anEnrolment({ version: 9 }), expectedVersion: 8 }] },
      ],
    ])('conflicts over a claimed decision %s, and writes nothing', async (_how, wrong) => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      expect(await store().settle(aSettlement({ facts: [settledFact], ...wrong }))).toBe('conflict');
      expect(await store().loadDecision(ID)).toEqual(aDecision(CLAIMED));
      expect(await store().factsOf(MAYA, 9)).toEqual([]);
    });

    it('conflicts over a pending decision for one who claims to hold it, and over none at all', async () => {
      expect(await store().settle(aSettlement())).toBe('conflict');
      await decide(store(), aDecision());
      expect(await store().settle(aSettlement())).toBe('conflict');
      expect(await store().loadDecision(ID)).toEqual(aDecision());
    });

    it('ends the passage with the refusal, where the node says so', async () => {
      await store().commitStep(
        aStep({ enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }], decisions: [aDecision()] }),
      );
      const ended = anEnrolment({
        version: 2,
        status: 'ended',
        endReason: 'refused',
        endedAt: NOW,
        dueAt: null,
      });
      const refusal = aSettlement({
        claimant: null,
        outcome: 'suppressed',
        enrolments: [{ enrolment: ended, expectedVersion: 1 }],
      });
      expect(await store().settle(refusal)).toBe('committed');
      expect(await store().peopleInJourneys()).toEqual([]);
      expect(await store().nextDueAt()).toBeNull();
    });

    it('cancels what the passage left open, once', async () => {
      const open = aDecision({ id: decisionId('open') });
      await decide(store(), aDecision(), open);
      const cancellations = [{ decisionId: open.id, reason: 'exited' as const, at: NOW }];
      const refusal = aSettlement({ claimant: null, outcome: 'suppressed', cancellations });
      expect(await store().settle(refusal)).toBe('committed');
      expect(await store().settle(refusal)).toBe('conflict');
      expect(await store().loadDecision(open.id)).toMatchObject({ outcome: 'suppressed', reason: 'exited' });
      expect(await store().factsOf(MAYA, 9)).toMatchObject([
        { body: { decision: 'open', reason: 'exited' } },
      ]);
    });

    it('settles once: the second is a conflict', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      const results = await Promise.all([
        store().settle(aSettlement()),
        store().settle(aSettlement({ outcome: 'failed' })),
      ]);
      expect(results).toEqual(['committed', 'conflict']);
      expect((await store().loadDecision(ID))?.outcome).toBe('sent');
    });

    it.each(['sent', 'failed'] as const)('reconciles an unknown outcome to %s', async (outcome) => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      await store().settle(aSettlement({ outcome: 'unknown', providerMessageId: null }));
      expect(await store().settle(aSettlement({ outcome, at: NOW + 9_000 }))).toBe('committed');
      expect(await store().loadDecision(ID)).toEqual(aDecision({ ...SENT, outcome, settledAt: NOW + 9_000 }));
    });

    it('reconciles for its claimant only, and makes nothing unknown twice', async () => {
      await decide(store(), aDecision());
      await store().claim(aClaim());
      const unknown = aSettlement({ outcome: 'unknown' });
      await store().settle(unknown);
      expect(await store().settle(aSettlement({ claimant: 'worker-2' }))).toBe('conflict');
      expect(await store().settle(aSettlement({ claimant: null }))).toBe('conflict');
      expect(await store().settle(unknown)).toBe('conflict');
    });
  });

  describe('a release', () => {
    const release = {
      decisionId: ID,
      claimant: null,
      dueAt: NOW + 60_000,
      evidence: { held: 'quiet hours' },
    };

    it('holds a pending decision until the gate opens', async () => {
      await decide(store(), aDecision());
      expect(await store().release(release)).toBe('committed');
      expect(await store().loadDecision(ID)).toEqual(
        aDecision({ dueAt: NOW + 60_000, evidence: { held: 'quiet hours' } }),
      );
    });

    it('returns a claim that was definitely refused to pending, in its own lane', async () => {
      await decide(store(), aDecision({ lane: 'bulk' }));
      await store().claim(aClaim());
      expect(await store().release({ ...release, claimant: 'worker-1' })).toBe('committed');
      expect(await store().loadDecision(ID)).toEqual(
        aDecision({ lane: 'bulk', dueAt: NOW + 60_000, evidence: { held: 'quiet hours' }, tries: 1 }),
      );
      expect(await store().countDue({ lanes: ['bulk'], until: NOW + 60_000, most: 9 })).toBe(1);
      expect(await store().countDue({ lanes: ['upkeep'], until: NOW + CLAIM_TIMEOUT_MS, most: 9 })).toBe(0);
      expect(await store().claim(aClaim({ claimant: 'worker-2', ...contactAt(2) }))).toBe('claimed');
    });

    it('conflicts for whoever does not hold the claim, and once it is settled', async () => {
      expect(await store().release(release)).toBe('conflict');
      await decide(store(), aDecision());
      expect(await store().release({ ...release, claimant: 'worker-1' })).toBe('conflict');
      await store().claim(aClaim());
      expect(await store().release(release)).toBe('conflict');
      expect(await store().release({ ...release, claimant: 'worker-2' })).toBe('conflict');
      await store().settle(aSettlement({ outcome: 'unknown' }));
      expect(await store().release({ ...release, claimant: 'worker-1' })).toBe('conflict');
    });
  });

  describe('webhooks that were given up', () => {
    const hook = (id: string, outcome: Decision['outcome'], settledAt: number | null) =>
      aDecision({ id: decisionId(id), channel: 'webhook', outcome, settledAt, dueAt: null });
    const idsOf = async (query: Partial<FailedWebhookQuery>) => {
      const found = await store().failedWebhooks({ since: null, before: null, limit: 9, ...query });
      return found.map(({ id }) => String(id));
    };

    it('are listed, the last settled first, then by id, and nothing else is', async () => {
      const others = (['sent', 'suppressed', 'held-out', 'claimed', 'pending'] as const).map((outcome) =>
        hook(outcome, outcome, outcome === 'claimed' || outcome === 'pending' ? null : NOW),
      );
      const mail = aDecision({ id: decisionId('mail'), outcome: 'unknown', settledAt: NOW, dueAt: null });
      const given = [hook('a', 'unknown', NOW), hook('b', 'failed', NOW + 2), hook('c', 'failed', NOW)];
      await decide(store(), ...others, mail, ...given);
      expect(await idsOf({})).toEqual(['b', 'c', 'a']);
      expect(await store().failedWebhooks({ since: null, before: null, limit: 1 })).toEqual([given[1]]);
      expect(await idsOf({ since: NOW })).toEqual(['b', 'c', 'a']);
      expect(await idsOf({ since: NOW + 1 })).toEqual(['b']);
      expect(await idsOf({ since: NOW + 3 })).toEqual([]);
      const first = { settledAt: NOW, id: decisionId('a') };
      expect(await idsOf({ since: NOW + 1, before: first })).toEqual([]);
    });

    it('come page by page, each behind the last of the one before', async () => {
      const ids = ['a', 'b', 'é', '李', 'z'];
      await decide(store(), ...ids.map((id, n) => hook(id, 'failed', NOW + (n % 2))));
      const seen: string[] = [];
      let before: FailedWebhookQuery['before'] = null;
      for (let pages = 0; pages < 9; pages += 1) {
        const [one] = await store().failedWebhooks({ since: null, before, limit: 1 });
        if (one === undefined) break;
        seen.push(one.id);
        before = { settledAt: one.settledAt ?? 0, id: one.id };
      }
      expect(seen).toEqual(['李', 'b', 'é', 'z', 'a']);
    });

    it('are none any more once a late answer settles them', async () => {
      await decide(store(), aDecision({ channel: 'webhook' }));
      await store().claim(aClaim({ contact: null }));
      await store().settle(aSettlement({ outcome: 'unknown' }));
      expect(await idsOf({})).toEqual([ID]);
      await store().settle(aSettlement());
      expect(await idsOf({})).toEqual([]);
    });
  });
}

function contactAt(version: number) {
  return { contact: aContact([], { version }), expectedContactVersion: version - 1 };
}
