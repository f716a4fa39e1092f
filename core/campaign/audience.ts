/**
 * Whom a campaign is for: the people of a published segment or list, as their standing says, or of a condition written into the
 * campaign. Gone through by id, page by page, from wherever a page ended.
 */
import type { Person } from '../customer/person.ts';
import type { DossierStore } from '../dossier.ts';
import { type CustomerId, customerId } from '../ids.ts';
import { type Condition, holds, namesWatched } from '../journey/condition.ts';
import { readBack } from '../journey/readBack.ts';
import type { DirectoryStore, PeopleStore } from '../ports.ts';
import type { Programme } from '../programme/programme.ts';
import { segmentsOf } from '../segment/definition.ts';
import { inSegment, readStanding, standingKey } from '../segment/standing.ts';
import type { Instant } from '../time.ts';
import type { CampaignDefinition } from './definition.ts';

export interface AudienceDeps {
  readonly store: Pick<
    DirectoryStore & PeopleStore & DossierStore,
    'listPeople' | 'recentEvents' | 'loadDossiers'
  >;
  readonly programme: Programme;
}

/** Those of a page whom it is for, in order. */
export type Meant = (page: readonly Person[], now: Instant) => Promise<Person[]>;

function byCondition({ store }: AudienceDeps, condition: Condition): Meant {
  const names = namesWatched(condition);
  return async (page, now) => {
    const verdicts = await Promise.all(
      page.map(async (person) => {
        const events = names.length === 0 ? [] : await readBack(store, person.id, names, now);
        return holds(condition, { person, properties: {}, now, events });
      }),
    );
    return page.filter((_, n) => verdicts[n]);
  };
}

function bySegment({ store }: AudienceDeps, id: string, isList: boolean): Meant {
  return async (page) => {
    const dossiers = await store.loadDossiers(page.map((person) => standingKey(person.id)));
    return page.filter((_, n) => {
      const standing = readStanding(dossiers[n] ?? null);
      return isList ? standing.lists[id] !== undefined : inSegment(standing, id);
    });
  };
}

/** Null where the segment is not published, or not any more. */
export function audienceOf(deps: AudienceDeps, { segment, audience }: CampaignDefinition): Meant | null {
  if (audience !== undefined) return byCondition(deps, audience);
  const published = segmentsOf(deps.programme).byId.get(segment ?? '');
  return published === undefined
    ? null
    : bySegment(deps, published.segment.id, published.segment.kind === 'list');
}

/** One page of people, who of them is meant, and where the next page begins: null behind the last. */
export interface AudiencePage {
  readonly meant: readonly Person[];
  readonly cursor: string | null;
}

export async function audiencePage(
  { store }: AudienceDeps,
  meant: Meant,
  { after, limit, now }: { readonly after: string | null; readonly limit: number; readonly now: Instant },
): Promise<AudiencePage> {
  const from: CustomerId | null = after === null ? null : customerId(after);
  const page = await store.listPeople({ after: from, limit });
  const last = page.length < limit ? null : (page.at(-1)?.id ?? null);
  return { meant: await meant(page, now), cursor: last };
}

const COUNT_PAGE = 1_000;

export interface Counted {
  readonly people: number;
  /** False where there was no time to look at everyone: there are so many at least. */
  readonly isWhole: boolean;
}

/** People it is for. O(people). */
export async function countAudience(
  deps: AudienceDeps,
  meant: Meant,
  now: Instant,
  mayGoOn: () => boolean = () => true,
): Promise<Counted> {
  let [people, after]: [number, string | null] = [0, null];
  while (mayGoOn()) {
    const page: AudiencePage = await audiencePage(deps, meant, { after, limit: COUNT_PAGE, now });
    people += page.meant.length;
    if (page.cursor === null) return { people, isWhole: true };
    after = page.cursor;
  }
  return { people, isWhole: false };
}
