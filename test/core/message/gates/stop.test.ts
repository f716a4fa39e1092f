import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { goOn, halt } from '../../../../core/campaign/halt.ts';
import { loadSending } from '../../../../core/message/sending.ts';
import { SENDING_FREELY, type SendingState } from '../../../../core/message/sendingState.ts';
import { DAY_MS, MINUTE_MS } from '../../../../core/time.ts';
import { aDecision, NOW } from '../../../support/builders.ts';
import { aSendContext, outcomeOf, rungsOf } from '../../../support/sendContext.ts';

const OF_SPRING = aDecision({ journeyId: 'campaign-spring' });

function halted(how: 'paused' | 'cancelled'): SendingState {
  return { ...SENDING_FREELY, halted: { 'campaign-spring': { at: NOW - MINUTE_MS, by: 'mia', how } } };
}

describe('the gate of stopped sending', () => {
  it('holds what a paused campaign decided, and nothing else', () => {
    expect(outcomeOf(aSendContext({ decision: OF_SPRING, sending: halted('paused') }))).toBe(
      'hold sending-stopped',
    );
    expect(outcomeOf(aSendContext({ sending: halted('paused') }))).toBe('send');
    const last = rungsOf(aSendContext({ decision: OF_SPRING, sending: halted('paused') })).at(-1);
    expect(last).toMatchObject({ gate: 'stop', passed: false, finding: 'campaign-paused', by: 'mia' });
  });

  it('holds receipts of a paused campaign too', () => {
    const decision = { ...OF_SPRING, class: 'transactional' as const };
    expect(outcomeOf(aSendContext({ decision, sending: halted('paused') }))).toBe('hold sending-stopped');
  });

  it('takes back what a cancelled campaign decided', () => {
    expect(outcomeOf(aSendContext({ decision: OF_SPRING, sending: halted('cancelled') }))).toBe(
      'suppress exited',
    );
  });

  it('refuses what would expire before it is looked at again', () => {
    const decision = { ...OF_SPRING, expiresAt: NOW + 1_000 };
    expect(outcomeOf(aSendContext({ decision, sending: halted('paused') }))).toBe('suppress sending-stopped');
  });
});

describe('the list of halted campaigns', () => {
  it('is read with what is stopped, and a cancelled campaign stays on it', async () => {
    const store = createMemoryStore();
    await halt(store, 'spring', { at: NOW, by: 'mia', how: 'paused' });
    await halt(store, 'autumn', { at: NOW, by: 'mia', how: 'cancelled' });
    expect(Object.keys((await loadSending(store)).halted ?? {})).toEqual([
      'campaign-spring',
      'campaign-autumn',
    ]);
    await goOn(store, 'spring');
    await goOn(store, 'autumn');
    expect((await loadSending(store)).halted).toEqual({
      'campaign-autumn': { at: NOW, by: 'mia', how: 'cancelled' },
    });
    await halt(store, 'summer', { at: NOW + 500 * DAY_MS, by: 'mia', how: 'paused' });
    expect(Object.keys((await loadSending(store)).halted ?? {})).toEqual(['campaign-summer']);
  });
});
