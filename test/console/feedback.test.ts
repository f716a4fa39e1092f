import { describe, expect, it } from 'vitest';
import type { FeedbackView } from '../../console/api/types.ts';
import { factWords } from '../../console/features/customers/factWords.ts';
import { cameBack, FEEDBACK_KINDS, mostTelling } from '../../console/parts/feedback.ts';
import { wordFor } from '../../console/i18n/words.ts';

const NOTHING: FeedbackView = {
  deliveredAt: null,
  openedAt: null,
  openedByMachineAt: null,
  clickedAt: null,
  clickedByMachineAt: null,
  softBouncedAt: null,
  hardBouncedAt: null,
  bounceDetail: null,
  complainedAt: null,
  rejectedAt: null,
};
const at = (minute: number) => `2026-03-10T11:${String(minute).padStart(2, '0')}:00.000Z`;

describe('what came back', () => {
  it('is told by time', () => {
    const feedback = {
      ...NOTHING,
      clickedAt: at(9),
      deliveredAt: at(1),
      openedByMachineAt: at(2),
      openedAt: at(8),
    };
    expect(cameBack(feedback).map(({ kind }) => kind)).toEqual([
      'delivered',
      'openedByMachine',
      'opened',
      'clicked',
    ]);
    expect(cameBack(null)).toEqual([]);
  });

  it.each([
    [{ deliveredAt: at(1) }, 'delivered'],
    [{ deliveredAt: at(1), openedByMachineAt: at(2) }, 'openedByMachine'],
    [{ deliveredAt: at(1), openedByMachineAt: at(2), openedAt: at(3) }, 'opened'],
    [{ openedAt: at(3), clickedAt: at(4) }, 'clicked'],
    [{ clickedAt: at(4), complainedAt: at(5) }, 'complained'],
    [{ deliveredAt: at(1), hardBouncedAt: at(2) }, 'hardBounced'],
    [{}, null],
  ])('says the most: %o', (told, kind) => {
    expect(mostTelling({ ...NOTHING, ...told })).toBe(kind);
  });

  it('has words for everything in both languages', () => {
    for (const kind of FEEDBACK_KINDS)
      for (const vocabulary of ['feedbackKind', 'feedbackShort'] as const) {
        expect(wordFor(vocabulary, kind, 'en')).not.toBe(kind);
        expect(wordFor(vocabulary, kind, 'zh-CN')).not.toBe(wordFor(vocabulary, kind, 'en'));
      }
  });

  it('has its line in the timeline', () => {
    const reader = {
      language: 'en',
      customerId: 'maya',
      money: () => '',
      journeyName: () => 'Welcome',
      templateOf: () => null,
    } as const;
    const fact = (body: Record<string, unknown>) => ({
      at: at(1),
      kind: 'message-feedback',
      journeyId: 'welcome',
      body,
    });
    expect(factWords(fact({ what: 'bounced', bounce: 'hard', detail: '550' }), reader)).toMatchObject({
      title: 'Bounced: no such address',
      detail: '550',
    });
    expect(factWords(fact({ what: 'complained' }), reader).title).toBe('Reported as spam');
  });
});
