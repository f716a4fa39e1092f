import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { decisionId } from '../../../core/ids.ts';
import type { Outcome } from '../../../core/message/decision.ts';
import {
  addLedger,
  countOutcome,
  emptyLedger,
  isBalanced,
  recountLedger,
} from '../../../core/message/ledger.ts';
import { aDecision } from '../../support/builders.ts';
import { decide } from '../../support/sendWorld.ts';

describe('the ledger', () => {
  it.each([
    ['pending', 'pending'],
    ['claimed', 'pending'],
    ['sent', 'sent'],
    ['suppressed', 'suppressed'],
    ['held-out', 'heldOut'],
    ['failed', 'failed'],
    ['unknown', 'unknown'],
  ] satisfies [Outcome, string][])('counts a %s decision as %s', (outcome, column) => {
    const ledger = emptyLedger();
    countOutcome(ledger, outcome);
    expect(ledger).toEqual({ ...emptyLedger(), [column]: 1 });
  });

  it('adds the counts of another part, each to its own', () => {
    const ledger = { accepted: 1, sent: 2, suppressed: 3, heldOut: 4, failed: 5, unknown: 6, pending: 7 };
    const part = {
      accepted: 10,
      sent: 20,
      suppressed: 30,
      heldOut: 40,
      failed: 50,
      unknown: 60,
      pending: 70,
    };
    addLedger(ledger, part);
    expect(ledger).toEqual({
      accepted: 11,
      sent: 22,
      suppressed: 33,
      heldOut: 44,
      failed: 55,
      unknown: 66,
      pending: 77,
    });
  });

  it('balances when accepted is the sum of the outcomes, and only then', () => {
    const outcomes = { sent: 1, suppressed: 2, heldOut: 3, failed: 4, unknown: 5, pending: 6 };
    expect(isBalanced({ accepted: 21, ...outcomes })).toBe(true);
    expect(isBalanced({ accepted: 20, ...outcomes })).toBe(false);
  });

  it('takes accepted from its own rows, so that a lost decision shows', async () => {
    const store = createMemoryStore();
    await decide(store, aDecision(), aDecision({ id: decisionId('other') }));
    expect(await recountLedger(store)).toEqual({ ...emptyLedger(), accepted: 2, pending: 2 });
    await decide(store, aDecision());
    const ledger = await recountLedger(store);
    expect(ledger).toMatchObject({ accepted: 3, pending: 2 });
    expect(isBalanced(ledger)).toBe(false);
  });
});
