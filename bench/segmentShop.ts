/**
 * A shop of many profiles who viewed products: the n-th of them is a pure function of seed and n. Views fall evenly over two
 * months, so that each day a few of a hundred people slide out of one window and into another.
 */
import { newPerson } from '../core/customer/person.ts';
import { customerId } from '../core/ids.ts';
import { NO_CONSEQUENCES } from '../core/journey/occasion.ts';
import type { StandingWrite, Store } from '../core/ports.ts';
import { withTold } from '../core/segment/afterEvent.ts';
import type { Segments, SegmentsDocument } from '../core/segment/definition.ts';
import { NO_STANDING, originKey, standingWrite } from '../core/segment/standing.ts';
import { DAY_MS, type Instant } from '../core/time.ts';
import { createRandom } from '../local/demo/random.ts';

const PAGE = 2_000;
const DAYS = 60;
const MOST_VIEWS = 12;
const VIEWED = 'Product Viewed';

export const SEGMENTS: SegmentsDocument = {
  segments: [
    {
      id: 'looking',
      kind: 'live',
      name: { en: 'Looking around', 'zh-CN': '正在浏览' },
      rule: { event: [VIEWED], count: { min: 3 }, within: '14d' },
    },
    {
      id: 'quiet',
      kind: 'live',
      name: { en: 'Quiet', 'zh-CN': '沉默' },
      rule: { event: [VIEWED], last: { before: '30d' } },
    },
  ],
};

function idOf(place: number) {
  return customerId(`p${String(place).padStart(7, '0')}`);
}

/** Views of the n-th person, up to `now`. */
function viewsOf(seed: number, place: number, now: Instant) {
  const random = createRandom(seed + place);
  const count = Math.floor(random.next() * (MOST_VIEWS + 1));
  return Array.from({ length: count }, () => ({
    name: VIEWED,
    properties: {},
    at: now - Math.floor(random.next() * DAYS * DAY_MS),
  }));
}

/** Puts so many people with their tallies, judged by nothing yet; how many views were counted. */
export async function fillSegmentShop(
  store: Pick<Store, 'importPeople' | 'commitStandings'>,
  segments: Segments,
  { people, seed, now }: { readonly people: number; readonly seed: number; readonly now: Instant },
): Promise<number> {
  let views = 0;
  for (let from = 0; from < people; from += PAGE) {
    const places = Array.from({ length: Math.min(PAGE, people - from) }, (_, place) => from + place);
    const page = places.map((place) => newPerson(idOf(place), now - DAYS * DAY_MS));
    await store.importPeople(page.map((person) => ({ person, consents: [] })));
    const writes = places.map((place): StandingWrite => {
      const id = idOf(place);
      const told = viewsOf(seed, place, now);
      views += told.length;
      const dossiers = [standingWrite(id, null, withTold(NO_STANDING, segments, originKey(id, id), told))];
      return { ...NO_CONSEQUENCES, dossiers, customerId: id, expectedVersion: 1 };
    });
    const results = await store.commitStandings(writes);
    if (results.includes('conflict')) throw new Error('a person of the bench was not as imported');
  }
  return views;
}
