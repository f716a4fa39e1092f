import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import {
  type Feedback,
  feedbackOf,
  foldFeedback,
  newlyTallied,
  type ProviderEvent,
} from '../../../core/message/feedback.ts';

function anEcho(overrides: Partial<ProviderEvent>): ProviderEvent {
  return {
    id: 'e1',
    channel: 'email',
    kind: 'sent',
    at: 5,
    decisionId: decisionId('d1'),
    providerMessageId: 'm1',
    ...overrides,
  };
}

describe('what one event tells', () => {
  it.each<[Partial<ProviderEvent>, Feedback]>([
    [{ kind: 'sent' }, { sentAt: 5 }],
    [{ kind: 'delivered', detail: 'ok' }, { deliveredAt: 5 }],
    [
      { kind: 'bounced', bounce: 'hard', detail: 'no such user' },
      { hardBouncedAt: 5, bounceDetail: 'no such user' },
    ],
    [{ kind: 'bounced', bounce: 'soft' }, { softBouncedAt: 5 }],
    [{ kind: 'complained' }, { complainedAt: 5 }],
    [{ kind: 'rejected', detail: 'virus' }, { rejectedAt: 5 }],
    [{ kind: 'opened' }, { openedAt: 5 }],
    [{ kind: 'opened', machine: 'proxy' }, { openedByMachineAt: 5 }],
    [{ kind: 'clicked' }, { clickedAt: 5 }],
    [{ kind: 'clicked', machine: 'scanner' }, { clickedByMachineAt: 5 }],
    [{ kind: 'delayed' }, {}],
  ])('%o is %o', (event, feedback) => {
    expect(feedbackOf(anEcho(event))).toEqual(feedback);
  });
});

const told: fc.Arbitrary<Feedback> = fc.record(
  {
    sentAt: fc.nat(9),
    deliveredAt: fc.nat(9),
    softBouncedAt: fc.nat(9),
    hardBouncedAt: fc.nat(9),
    complainedAt: fc.nat(9),
    rejectedAt: fc.nat(9),
    openedAt: fc.nat(9),
    openedByMachineAt: fc.nat(9),
    clickedAt: fc.nat(9),
    clickedByMachineAt: fc.nat(9),
    bounceDetail: fc.constantFrom('a', 'b', 'c'),
  },
  { requiredKeys: [] },
);

describe('the fold', () => {
  it('takes any order and any repetition', () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 5 }), (all) => {
        const fold = (events: readonly Feedback[]) =>
          events.reduce<Feedback | null>((known, one) => foldFeedback(known, one), null);
        expect(fold([...all].reverse())).toEqual(fold(all));
        expect(fold([...all, ...all])).toEqual(fold(all));
      }),
    );
  });

  it('keeps the earliest instant of each thing, and the greater words of two bounces', () => {
    const known = { deliveredAt: 7, softBouncedAt: 3, bounceDetail: 'mailbox full' };
    const folded = foldFeedback(known, { deliveredAt: 4, openedAt: 9, bounceDetail: 'host unknown' });
    expect(folded).toEqual({ deliveredAt: 4, softBouncedAt: 3, openedAt: 9, bounceDetail: 'mailbox full' });
    expect(foldFeedback({ sentAt: 1 }, { bounceDetail: 'x' })).toEqual({ sentAt: 1, bounceDetail: 'x' });
    expect(foldFeedback({ sentAt: 1 }, {})).toEqual({ sentAt: 1 });
  });
});

describe('what is counted', () => {
  it('is what was told for the first time, under its own name', () => {
    const after = {
      sentAt: 1,
      deliveredAt: 1,
      softBouncedAt: 1,
      hardBouncedAt: 1,
      complainedAt: 1,
      rejectedAt: 1,
      openedAt: 1,
      openedByMachineAt: 1,
      clickedAt: 1,
      clickedByMachineAt: 1,
    };
    expect(newlyTallied(null, after)).toEqual([
      'delivered',
      'soft-bounced',
      'hard-bounced',
      'complained',
      'opened',
      'opened-by-machine',
      'clicked',
      'clicked-by-machine',
    ]);
    expect(
      newlyTallied({ deliveredAt: 0, openedAt: 2 }, { deliveredAt: 0, openedAt: 1, clickedAt: 3 }),
    ).toEqual(['clicked']);
  });
});
