import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROVIDER_EVENTS, type ProviderEvent } from '../../../core/message/feedback.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { stored } from '../../support/sendWorld.ts';

import { aMessage, anEvent, aWorld, claimed, memory, sqlite } from '../../support/feedbackWorld.ts';

describe('any order and repetition', () => {
  const MESSAGES = 7;
  const happening = fc.record({
    n: fc.integer({ min: 1, max: MESSAGES }),
    what: fc.constantFrom(
      'sent',
      'delivered',
      'soft',
      'soft',
      'soft',
      'hard',
      'complained',
      'opened',
      'clicked',
    ),
    minute: fc.integer({ min: 1, max: 40 }),
  });

  function asEvent({ n, what, minute }: { n: number; what: string; minute: number }): ProviderEvent {
    const kind = PROVIDER_EVENTS.find((one) => one === what) ?? 'bounced';
    return anEvent({
      id: `${n}-${what}-${minute}`,
      kind,
      at: NOW + HOUR_MS + minute * MINUTE_MS,
      decisionId: aMessage(n).id,
      ...(kind === 'bounced'
        ? { bounce: what === 'hard' ? ('hard' as const) : ('soft' as const), detail: what }
        : {}),
    });
  }

  /** Claims, events, and last what the sender itself records: too late to count. */
  async function ending(store: Store, events: readonly ProviderEvent[]) {
    const world = await aWorld(store, MESSAGES);
    const later = NOW + DAY_MS;
    for (let n = 1; n <= MESSAGES; n += 1) await claimed(store, n);
    for (const event of events) await world.tell(event, later);
    const late = {
      at: later,
      evidence: null,
      claimant: 'worker-1#1',
      enrolments: [],
      cancellations: [],
      facts: [],
    };
    for (const told of new Set(events.map(({ decisionId: of }) => of)))
      if (told !== null)
        expect(
          await store.settle({
            ...late,
            decisionId: told,
            outcome: 'sent',
            reason: null,
            providerMessageId: 'x',
          }),
        ).toBe('conflict');
    const { version: _version, ...contact } = await world.contact();
    const decisions = await Promise.all(world.decisions.map((one) => stored(store, one)));
    const tallies = await store.tallies({ since: 0, until: 99_999 });
    return {
      contact,
      feedback: decisions.map(({ feedback }) => feedback),
      sent: events.map(({ decisionId: of }) => decisions.find(({ id }) => id === of)?.outcome),
      counted: tallies.map(({ what, count }) => `${what} ${count}`).sort(),
    };
  }

  it('ends the same on both stores', { timeout: 60_000 }, async () => {
    const listed = fc.uniqueArray(happening, {
      minLength: 1,
      maxLength: 25,
      selector: ({ n, what, minute }) => `${n}-${what}-${minute}`,
    });
    const shuffledTwice = listed.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffledTwice, async ([events, shuffled]) => {
        const inOrder = await ending(memory(), events.map(asEvent));
        expect(inOrder.sent.every((outcome) => outcome === 'sent')).toBe(true);
        const other = await ending(memory(), shuffled.map(asEvent));
        const onFile = await ending(sqlite(), shuffled.map(asEvent));
        expect({ ...other, sent: [] }).toEqual({ ...inOrder, sent: [] });
        expect({ ...onFile, sent: [] }).toEqual({ ...inOrder, sent: [] });
      }),
      { numRuns: 150 },
    );
  });
});
