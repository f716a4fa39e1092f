/** Answers the errands of journeys out of the rooms of the business: offers, points, the recommender. */
import type { ErrandAnswer, ErrandDesk } from '../../core/journey/errand/errandDesk.ts';
import type { Container } from './container.ts';
import { picksFor } from './picksFor.ts';

export interface ErrandDeskDeps {
  readonly container: Pick<Container, 'store' | 'documents' | 'settings'>;
}

function refused(reason: string): ErrandAnswer {
  return { kind: 'empty', arm: 'refused', reason };
}

export function errandDesk({ container }: ErrandDeskDeps): ErrandDesk {
  return {
    offer: async () => refused('no-offers'),
    points: async () => refused('no-programme'),
    recommend: async ({ customerId, now }, { slot, count, category }) => {
      const wanted = { slot, k: count, ...(category === undefined ? {} : { category }) };
      const picks = await picksFor(container, customerId, wanted, now);
      return picks.length === 0
        ? refused('nothing-to-recommend')
        : { kind: 'given', arm: 'given', gift: { picks } };
    },
  };
}
