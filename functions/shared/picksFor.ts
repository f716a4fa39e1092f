/**
 * Products for one person as templates show them: name, price, reason and where they are, in both languages; each address carries the
 * mark of its list, and the list is logged before it is shown, so that what comes of it can be told. In a share of lists chance
 * chooses one item. Empty where the shop has trained nothing to recommend with, and for somebody nobody knows.
 */
import { minorDigits } from '../../core/currency.ts';
import type { PersonRecord } from '../../core/customer/person.ts';
import type { CustomerId } from '../../core/ids.ts';
import { NO_CONSEQUENCES } from '../../core/journey/occasion.ts';
import type { JsonObject } from '../../core/json.ts';
import { dropReasonOf } from '../../core/recommend/businessRules.ts';
import type { CatalogueFacts } from '../../core/recommend/catalogue.ts';
import { ownedItems } from '../../core/recommend/owned.ts';
import { explore } from '../../core/recommend/picks/explore.ts';
import {
  listsOf,
  markedUrl,
  type PickList,
  picksKey,
  picksWrite,
  withList,
} from '../../core/recommend/picks/pickLog.ts';
import {
  type Recommendation,
  recommendFor,
  type RecommendRequest,
  type RecommendWith,
} from '../../core/recommend/recommendFor.ts';
import { statedOn } from '../../core/recommend/stated.ts';
import type { Instant } from '../../core/time.ts';
import { recommendationView } from '../management/views/recommendation.ts';
import { asKnown, type Known, type KnownDeps, knownOf } from './knownOf.ts';
import { loadCatalogue, loadRecommender } from './recommender.ts';

/** What is asked for, and what for. */
export interface PicksAsked extends Omit<RecommendRequest, 'now' | 'personal'> {
  /** The decision or errand: whoever asks again under it gets the same draw, and is logged once. */
  readonly list: string;
  readonly journey: string;
  readonly node: string;
}

/** By language and currency: one is dear to make. */
const formats = new Map<string, Intl.NumberFormat>();

function formatIn(locale: 'en' | 'zh-CN', currency: string): Intl.NumberFormat {
  const key = `${locale}/${currency}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, { style: 'currency', currency });
  formats.set(key, made);
  return made;
}

/** How a shop writes a price, by language. */
export function priceIn(locale: 'en' | 'zh-CN', priceMinor: number, currency: string): string {
  return formatIn(locale, currency).format(priceMinor / 10 ** minorDigits(currency));
}

interface Showing {
  readonly list: string;
  readonly currency: string | null;
  readonly website: string;
  readonly now: Instant;
}

function pickOf(
  recommendation: Recommendation,
  place: number,
  facts: CatalogueFacts,
  { list, currency, website, now }: Showing,
): JsonObject {
  const { item, name, priceMinor, because } = recommendationView(recommendation, facts, now);
  const { url = website, image } = facts.get(item) ?? {};
  const isPriced = priceMinor !== null && currency !== null;
  return {
    item,
    name: { ...name },
    url: markedUrl(url, list, place),
    ...(image === undefined ? {} : { image }),
    ...(isPriced
      ? {
          price: { en: priceIn('en', priceMinor, currency), 'zh-CN': priceIn('zh-CN', priceMinor, currency) },
        }
      : {}),
    reason: { ...(because[0]?.text ?? { en: '', 'zh-CN': '' }) },
  };
}

/** What chance may draw: everything the rules let pass, whether anybody bought it yet or not, and which is not on the list. */
function poolOf(
  given: RecommendWith,
  known: Known,
  asked: PicksAsked,
  chosen: ReadonlySet<string>,
  now: Instant,
) {
  const { shop, facts } = given;
  const owned = ownedItems(known.baskets);
  const all = new Set([...shop.itemIds, ...facts.keys()]);
  return [...all].filter((item) => {
    if (chosen.has(item) || owned.has(item)) return false;
    if (statedOn(item, facts.get(item) ?? {}, known.personal.stated)?.says === 'dislikes') return false;
    return dropReasonOf(item, facts, asked, { owned: undefined, now }) === null;
  });
}

interface Chosen extends Recommendation {
  readonly propensity?: number;
}

const BY_CHANCE = { score: 0, method: 'chance', because: [{ kind: 'chance' }] } as const;

function choose(
  given: RecommendWith,
  known: Known,
  asked: PicksAsked,
  { exploreShare, seed, now }: { exploreShare: number; seed: number; now: Instant },
): readonly Chosen[] {
  const { kind, baskets, personal } = known;
  // Nobody's habit is looked at who does not want it to be.
  const slot = kind === 'popular' && asked.slot === 'replenish' ? 'anything' : asked.slot;
  const { items } = recommendFor(given, baskets, { ...asked, slot, personal, now });
  const list: readonly Chosen[] = asKnown(known, items);
  if (slot === 'replenish') return list;
  const pool = () => poolOf(given, known, asked, new Set(list.map(({ item }) => item)), now);
  const drawn = explore(list.length, pool, { seed, listId: asked.list, share: exploreShare });
  if (drawn === null) return list;
  return list.with(drawn.place, { ...BY_CHANCE, item: drawn.item, propensity: drawn.propensity });
}

const MOST_TRIES = 5;

/** Logs the list; of one that was logged before, the newest telling stands. Throws where others write again and again. */
async function log(
  { store }: KnownDeps,
  customerId: CustomerId,
  list: PickList,
  first: Known['log'],
): Promise<void> {
  let before = first;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const write = picksWrite(customerId, before, withList(listsOf(before), list));
    const change = { ...NO_CONSEQUENCES, decisions: [], dossiers: [write] };
    if ((await store.commitStep(change)) === 'committed') return;
    [before = null] = await store.loadDossiers([picksKey(customerId)]);
  }
  throw new Error(`what ${customerId} was shown could not be written down: others write it again and again`);
}

function listOf(
  asked: PicksAsked,
  known: Known,
  chosen: readonly Chosen[],
  of: { at: Instant; model: number },
): PickList {
  const { list: id, journey, node, slot } = asked;
  const items = chosen.map(({ item, method, propensity }) =>
    propensity === undefined ? { item, method } : { item, method, propensity },
  );
  return { id, at: of.at, journey, node, slot, kind: known.kind, model: of.model, items };
}

async function picksOf(deps: KnownDeps, record: PersonRecord, asked: PicksAsked, now: Instant) {
  const [trained, { catalogue, facts }] = await Promise.all([loadRecommender(deps), loadCatalogue(deps)]);
  if (trained === null) return [];
  const known = await knownOf(deps, record, asked, now);
  const { shop, places, version } = trained;
  const { recommendations, seed, shop: own } = deps.settings;
  const { exploreShare } = recommendations;
  const chosen = choose({ shop, places, facts }, known, asked, { exploreShare, seed, now });
  if (chosen.length === 0) return [];
  await log(deps, record.person.id, listOf(asked, known, chosen, { at: now, model: version }), known.log);
  const showing = { list: asked.list, currency: catalogue.currency, website: own.website, now };
  return chosen.map((one, place) => pickOf(one, place, facts, showing));
}

export async function picksFor(
  deps: KnownDeps,
  id: CustomerId,
  asked: PicksAsked,
  now: Instant,
): Promise<JsonObject[]> {
  if (deps.documents === undefined) return [];
  const record = await deps.store.loadPerson(id);
  return record === null ? [] : picksOf(deps, record, asked, now);
}
