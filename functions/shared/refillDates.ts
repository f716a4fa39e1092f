/**
 * Tells of each customer when the next thing of theirs runs out: the traits `refill_on` (a date, by which the journey `refill` begins)
 * and `refill` (what it is, for its letter). Each time recommendations are trained a task in lane `upkeep` goes through everybody
 * page by page; who has nothing that runs out within three weeks stays as they are, and a date the shop itself told for later stands.
 */
import * as z from 'zod';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { IdentifiedEvent } from '../../core/customer/event.ts';
import { contentId } from '../../core/customer/import/contentId.ts';
import type { Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import { isObject } from '../../core/journey/meaning.ts';
import { basketsOf } from '../../core/recommend/baskets.ts';
import type { CatalogueFacts } from '../../core/recommend/catalogue.ts';
import { nextRefill, type Refill, type RefillWith } from '../../core/recommend/refill.ts';
import { allowsProfile } from '../../core/recommend/stated.ts';
import type { TaskProgress, TaskRunner } from '../../core/task.ts';
import { type Instant, isoDay, utcDay } from '../../core/time.ts';
import type { Container, InForce } from './container.ts';
import { loadCatalogue, loadRecommender } from './recommender.ts';

const PAGE = 200;
const AT_ONCE = 10;

const bodySchema = z.object({ after: z.string().nullable(), told: z.number() });

type RefillDeps = Pick<InForce, 'book' | 'model'> & { readonly container: Container };

function eventOf({ id }: Person, refill: Refill, facts: CatalogueFacts, now: Instant): IdentifiedEvent {
  const { name, nameZh, url } = facts.get(refill.item) ?? {};
  const refillOn = isoDay(utcDay(refill.runsOutAt));
  return {
    kind: 'identified',
    source: 'catalogue',
    messageId: contentId('event', now, 'refill', id, refill.item, refillOn),
    customerId: id,
    at: now,
    traits: {
      refill_on: refillOn,
      refill: {
        item: refill.item,
        by: refill.by,
        ...(name === undefined ? {} : { name }),
        ...(nameZh === undefined ? {} : { name_zh: nameZh }),
        ...(url === undefined ? {} : { url }),
      },
    },
  };
}

/** True where the trait says this date already, or a later one that the shop told. */
function isTold({ traits }: Person, { runsOutAt }: Refill, now: Instant): boolean {
  const { refill_on: told, refill } = traits;
  if (typeof told !== 'string') return false;
  const isOfShop = !isObject(refill);
  return told === isoDay(utcDay(runsOutAt)) || (isOfShop && told >= isoDay(utcDay(now)));
}

async function tell(deps: RefillDeps, given: RefillWith, listed: Person, now: Instant): Promise<number> {
  const { container, book, model } = deps;
  const { store, addressKeyOf, settings } = container;
  if (!allowsProfile(listed.traits)) return 0;
  const record = await store.loadPerson(listed.id);
  const baskets =
    record === null ? null : basketsOf(record.person.id, record.orders, Number.POSITIVE_INFINITY);
  if (record === null || baskets === null) return 0;
  const refill = nextRefill(baskets.baskets, given, now);
  if (refill === null || isTold(record.person, refill, now)) return 0;
  const event = eventOf(record.person, refill, given.facts, now);
  await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
  return 1;
}

async function knownOfRefills({ container }: RefillDeps): Promise<RefillWith | null> {
  if (container.documents === undefined) return null;
  const [trained, { facts }] = await Promise.all([loadRecommender(container), loadCatalogue(container)]);
  if (trained === null) return null;
  const { replenishDays: categoryDays } = container.settings.catalogue;
  return { places: trained.places, gapDays: trained.shop.gapDays, facts, categoryDays };
}

/** Looks at one page of people a step. */
export function runRefillDates(deps: RefillDeps): TaskRunner {
  const { store } = deps.container;
  return async (task, now): Promise<TaskProgress> => {
    const { after, told } = bodySchema.parse(task.body);
    const known = await knownOfRefills(deps);
    const from = after === null ? null : customerId(after);
    const page = known === null ? [] : await store.listPeople({ after: from, limit: PAGE });
    const last = page.at(-1);
    if (known === null || last === undefined)
      return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
    let count = told;
    for (let begin = 0; begin < page.length; begin += AT_ONCE) {
      const some = page.slice(begin, begin + AT_ONCE);
      for (const one of await Promise.all(some.map((person) => tell(deps, known, person, now)))) count += one;
    }
    const body = { after: last.id, told: count };
    const next = { ...task, version: task.version + 1, attempts: 0, dueAt: now, body };
    const result = await store.putTask({ task: next, expectedVersion: task.version });
    return result === 'committed' ? 'again' : 'lost';
  };
}
