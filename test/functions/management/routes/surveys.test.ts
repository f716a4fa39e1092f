import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../../core/customer/applyEvent.ts';
import { customerId } from '../../../../core/ids.ts';
import { DAY_MS, isoInstant } from '../../../../core/time.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aJourney, anEvent, NOW } from '../../../support/builders.ts';
import { addressKeyOf } from '../../../support/sendWorld.ts';
import { call } from '../call.ts';

async function aShop() {
  const { container, store } = aContainer();
  const survey = {
    type: 'survey',
    survey: 'recommend',
    question: { en: 'Would you?', 'zh-CN': '愿意吗？' },
    scale: 'nps',
    template: 'hello',
    timeout: '7d',
    next: 'done',
    onTimeout: 'done',
  } as const;
  const nodes = { ask: survey, done: { type: 'end' } } as const;
  for (const id of ['b', 'a']) await store.publishJourney(aJourney({ id, nodes, start: 'ask' }), NOW);
  const answer = async (who: string, score: number, at = NOW) => {
    const { book, model } = await container.inForce();
    const event = anEvent({
      name: 'Survey Answered',
      customerId: customerId(who),
      messageId: `${who}/${at}`,
      at,
      properties: { survey: 'recommend', score },
    });
    await applyEvent({ store, addressKeyOf, settings: container.settings, model }, book, event, at);
  };
  return {
    answer,
    list: (query: Record<string, string> = {}) => call<object>(container, '/v1/surveys', { query }),
  };
}

describe('what surveys came to', () => {
  it('is told by survey, each customer by their latest answer, whatever order answers arrive in', async () => {
    const { answer, list } = await aShop();
    await answer('ann', 3, NOW - DAY_MS);
    await answer('ann', 10);
    await answer('ben', 8);
    await answer('eve', 2, NOW + 2);
    await answer('eve', 9, NOW + 1);
    expect((await list()).body).toEqual({
      items: [
        {
          survey: 'recommend',
          question: { en: 'Would you?', 'zh-CN': '愿意吗？' },
          scale: 'nps',
          journeys: ['a', 'b'],
          lastAt: isoInstant(NOW + 2),
          result: expect.objectContaining({
            kind: 'nps',
            n: 3,
            promoters: 1,
            passives: 1,
            detractors: 1,
            nps: 0,
          }),
        },
      ],
    });
  });

  it('counts answers from a day on, and says where there are none', async () => {
    const { answer, list } = await aShop();
    await answer('ann', 3, NOW - 40 * DAY_MS);
    expect((await list({ since: isoInstant(NOW - DAY_MS).slice(0, 10) })).body).toMatchObject({
      items: [{ lastAt: null, result: { n: 0, nps: null } }],
    });
    expect(await list({ since: 'yesterday' })).toMatchObject({ status: 400, body: { field: 'since' } });
  });
});
