/** Answers the errands of journeys out of the rooms of the business: offers, points, the recommender. */
import type { ErrandAnswer, ErrandDesk } from '../../core/journey/errand/errandDesk.ts';
import type { Container } from './container.ts';
import { takeBackGrant } from '../../core/offer/takeBack.ts';
import type { JourneyBook } from '../../core/journey/book.ts';
import { withOffers } from './offerDeps.ts';
import { giveOffer } from './offerErrand.ts';
import { givePoints } from './pointsErrand.ts';
import { picksFor } from './picksFor.ts';

export interface ErrandDeskDeps {
  readonly container: Pick<
    Container,
    'store' | 'documents' | 'settings' | 'addressKeyOf' | 'inForce' | 'claimant'
  >;
  readonly book: JourneyBook;
}

function refused(reason: string): ErrandAnswer {
  return { kind: 'empty', arm: 'refused', reason };
}

export function errandDesk({ container, book }: ErrandDeskDeps): ErrandDesk {
  return {
    offer: (asked, node) => giveOffer(container, book, asked, node),
    points: (asked, node) => givePoints(container, book, asked, node),
    recommend: async ({ customerId, operation: list, journeyId: journey, nodeId: node, now }, asked) => {
      const { slot, count: k, category } = asked;
      const wanted = { list, journey, node, slot, k, ...(category === undefined ? {} : { category }) };
      const picks = await picksFor(container, customerId, wanted, now);
      return picks.length === 0
        ? refused('nothing-to-recommend')
        : {
            kind: 'given',
            arm: 'given',
            gift: { picks },
            told: { items: picks.flatMap(({ item }) => (typeof item === 'string' ? [item] : [])) },
          };
    },
    // Points stay: they are in the member's account, where they are told of.
    takeBack: async ({ customerId, operation: by, now }) =>
      withOffers(container, (deps) => takeBackGrant(deps, { customerId, by, now })),
  };
}
