/**
 * An offer node: which rung of its ladder this customer gets, and the grant of it, where they can be told of it at all. Of the ladder of win-back the case has decided the
 * rung; of any other chance draws one, each as likely, nothing among them, so that what each brings is known.
 */
import { chance } from '../../core/chance.ts';
import type { Person } from '../../core/customer/person.ts';
import type { ErrandAnswer, ErrandAsked } from '../../core/journey/errand/errandDesk.ts';
import type { JourneyBook } from '../../core/journey/book.ts';
import { localTimeAt } from '../../core/journey/clock/localTime.ts';
import type { NodeOf } from '../../core/journey/definition.ts';
import { zoneOf } from '../../core/journey/waiting.ts';
import type { JsonObject } from '../../core/json.ts';
import { ladderNamed, NOTHING, type Offer, type Offers } from '../../core/offer/definition.ts';
import type { Grant } from '../../core/offer/grant.ts';
import { grantOffer } from '../../core/offer/grantOffer.ts';
import { offerText } from '../../core/offer/offerText.ts';
import { isoDay, isoInstant } from '../../core/time.ts';
import { winBackInForce } from '../../core/winback/inForce.ts';
import type { Container } from './container.ts';
import { offersInForce, withOffers } from './offerDeps.ts';
import { priceIn } from './picksFor.ts';
import { whyUntold } from './tellable.ts';

type OfferContainer = Parameters<typeof withOffers>[0] & Pick<Container, 'settings' | 'addressKeyOf'>;

function empty(arm: 'refused' | 'nothing', reason: string): ErrandAnswer {
  return { kind: 'empty', arm, reason };
}

/** The offer this person is to get: an offer's id, or nothing; null where there is no such ladder. */
function rungFor(
  { nodeId, journeyId }: ErrandAsked,
  { offer, ladder }: NodeOf<'offer'>,
  person: Person,
  on: { readonly book: JourneyBook; readonly offers: Offers; readonly seed: number },
): string | null {
  if (offer !== undefined) return offer;
  const rungs = ladderNamed(on.offers, ladder ?? '')?.rungs ?? [];
  const mark = person.lifecycle?.winBack;
  const isWinBack = winBackInForce(on.book.programme)?.policy.ladder === ladder;
  if (isWinBack && mark !== undefined) return mark.rung ?? NOTHING;
  const drawn = chance(on.seed, 'ladder', journeyId, nodeId, person.id);
  return rungs[Math.floor(drawn * rungs.length)] ?? null;
}

/** The last day of a grant that is whole on the customer's own calendar. */
function lastDay({ until }: Grant, person: Person, { settings }: OfferContainer): string | null {
  const local = until === null ? null : localTimeAt(zoneOf(person, settings), until);
  return local === null ? null : isoDay(local.day - 1);
}

function shown(grant: Grant, offer: Offer, person: Person, container: OfferContainer): JsonObject {
  const { currency } = container.settings.shop;
  const text = offerText(offer, (language, minor) => priceIn(language, minor, currency ?? 'XXX'));
  const { id, name } = offer;
  const until = lastDay(grant, person, container);
  return {
    offer: {
      id,
      name: { ...name },
      text: { ...text },
      ...(grant.code === null ? {} : { code: grant.code }),
      ...(until === null ? {} : { until }),
    },
  };
}

/** Gives what the node says, once for its operation. Throws where it is not known whether it could. */
export async function giveOffer(
  container: OfferContainer,
  book: JourneyBook,
  asked: ErrandAsked,
  node: NodeOf<'offer'>,
): Promise<ErrandAnswer> {
  const { customerId, operation: by, journeyId, now } = asked;
  const offers = offersInForce(book.programme.offers)?.definition;
  if (offers === undefined) return empty('refused', 'no-offers');
  const person = await container.store.loadProfile(customerId);
  if (person === null) return empty('refused', 'unknown-customer');
  const rung = rungFor(asked, node, person, { book, offers, seed: container.settings.seed });
  if (rung === null) return empty('refused', 'unknown-ladder');
  if (rung === NOTHING) return empty('nothing', 'the rung');
  const untold = await whyUntold(container, asked, person, node.next);
  if (untold !== null) return empty('refused', untold);
  const granted = await withOffers(container, (deps) =>
    grantOffer(deps, { customerId, offerId: rung, by, journeyId, now }),
  );
  if (granted.kind === 'refused') return empty('refused', granted.reason);
  const { grant, offer } = granted;
  if (offer === null) return empty('refused', 'unknown-offer');
  return {
    kind: 'given',
    arm: rung,
    gift: shown(grant, offer, person, container),
    told: { offer: rung, grant: grant.id, until: grant.until === null ? null : isoInstant(grant.until) },
  };
}
