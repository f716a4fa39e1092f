import { describe, expect, it } from 'vitest';
import { decisionId, enrolmentId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import { runSend } from '../../../core/message/send.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { aDecision, anEnrolment, denied, granted, NOW, someSettings } from '../../support/builders.ts';
import { aSendWorld, decide, know, stored } from '../../support/sendWorld.ts';

const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 1, withinDays: 7 }] } });
const EXPIRES = NOW + 2 * DAY_MS;

function aSend(journeyId: string, overrides: Partial<Decision> = {}): Decision {
  const id = decisionId(`maya/${journeyId}//1/hello/1`);
  return aDecision({
    id,
    journeyId,
    enrolmentId: enrolmentId(`maya/${journeyId}//1`),
    expiresAt: EXPIRES,
    ...overrides,
  });
}

/** What waits for Maya, each in a passage of its own, as steps leave it. */
async function waiting(store: Store, ...decisions: readonly Decision[]): Promise<void> {
  await decide(store, ...decisions);
  await store.commitStep({
    enrolments: decisions.map(({ id, journeyId, enrolmentId: of, expiresAt }) => ({
      enrolment: anEnrolment({ id: of, journeyId, openDecisions: [{ id, expiresAt }] }),
      expectedVersion: 0,
    })),
    decisions: [],
    cancellations: [],
    facts: [],
  });
}

describe('the last slot of a cap, over pages and waves', () => {
  it('is kept for a later message of higher priority, which gets it when it is due', async () => {
    const { store, deps, attempts } = aSendWorld({ settings });
    await know(store);
    const [small, launch] = [
      aSend('small', { priority: 10 }),
      aSend('launch', { priority: 90, dueAt: NOW + 5 * HOUR_MS }),
    ];
    await waiting(store, small, launch);
    expect(await runSend(deps(), small, NOW)).toBe('held');
    expect((await stored(store, small)).dueAt).toBe(NOW + 5 * HOUR_MS + MINUTE_MS);
    expect(await runSend(deps(), await stored(store, launch), NOW + 5 * HOUR_MS)).toBe('sent');
    const late = NOW + 5 * HOUR_MS + MINUTE_MS;
    expect(await runSend(deps(), await stored(store, small), late)).toBe('settled');
    expect(await stored(store, small)).toMatchObject({ outcome: 'suppressed', reason: 'frequency-cap' });
    expect(attempts.map(({ journeyId }) => journeyId)).toEqual(['launch']);
  });

  it('goes to the lower one where the higher was refused meanwhile', async () => {
    const { store, deps, attempts } = aSendWorld({ settings });
    await know(store, {}, [granted('offers'), granted('newsletter')]);
    const [small, launch] = [
      aSend('small', { priority: 10 }),
      aSend('launch', { priority: 90, topic: 'newsletter', dueAt: NOW + HOUR_MS }),
    ];
    await waiting(store, small, launch);
    expect(await runSend(deps(), small, NOW)).toBe('held');
    await know(store, {}, [denied('newsletter', { at: NOW })]);
    expect(await runSend(deps(), await stored(store, launch), NOW + HOUR_MS)).toBe('settled');
    expect(await runSend(deps(), await stored(store, small), NOW + HOUR_MS + MINUTE_MS)).toBe('sent');
    expect(attempts.map(({ journeyId }) => journeyId)).toEqual(['small']);
  });

  it('is not looked after where more are left: nothing is read of the person', async () => {
    const { store, deps } = aSendWorld({ settings: someSettings() });
    await know(store);
    const [small, launch] = [aSend('small', { priority: 10 }), aSend('launch', { priority: 90 })];
    await waiting(store, small, launch);
    const refusing = { ...store, loadPerson: () => Promise.reject(new Error('nobody may ask')) };
    expect(await runSend(deps({ store: refusing }), small, NOW)).toBe('sent');
  });
});
