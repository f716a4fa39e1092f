/**
 * People in lists, by id: merged from the shards of a stage, or of all stages. A page costs a small query a shard and one read
 * of the profiles; what words or a trait narrow down reads on, profile by profile, until a page is full: O(people) at worst.
 */
import type { Person, PersonRecord } from '../../../core/customer/person.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Stage } from '../../../core/lifecycle/lifecycle.ts';
import type { DirectoryStore } from '../../../core/ports.ts';
import { isFoundBy } from '../../records/search.ts';
import { inParallel } from './inParallel.ts';
import { LIST_SHARDS } from './keys.ts';
import { mergedEntries, mergedItems } from './merged.ts';
import { partitionUnder, recordOf } from './people.ts';
import { behindId, LISTED_STAGES, peoplePk, readPerson } from './records/personItem.ts';
import { scanParts } from './scanParts.ts';
import type { IndexRange, Tables } from './tables.ts';

type PeopleQuery = Parameters<DirectoryStore['listPeople']>[0];
type Page = Pick<PeopleQuery, 'after' | 'limit'>;
type Filter = Pick<PeopleQuery, 'stage' | 'search'>;

/** People looked at together where a page is narrowed down. */
const LOOKED_AT = 200;
const EXPORTED_AT_ONCE = 16;
const EXPORT_PAGE = 500;

function lists(stage: Stage | undefined, after: CustomerId | null): IndexRange[] {
  const stages = stage === undefined ? LISTED_STAGES : [stage];
  const from = after === null ? {} : { from: behindId(after) };
  return stages.flatMap((one) =>
    Array.from(
      { length: LIST_SHARDS },
      (_, shard) => ({ table: 'people', index: 'list', pk: peoplePk(one, shard), ...from }) as const,
    ),
  );
}

async function peopleAfter(
  tables: Tables,
  { after, limit }: Page,
  { stage, batch }: { readonly stage?: Stage | undefined; readonly batch: number },
  isListed: (person: Person) => boolean,
): Promise<Person[]> {
  const found: Person[] = [];
  if (limit < 1) return found;
  for await (const items of mergedItems(tables, lists(stage, after), batch)) {
    for (const item of items) {
      const person = readPerson(item);
      if (stage !== undefined && person.lifecycle?.stage !== stage) continue;
      if (isListed(person)) found.push(person);
      if (found.length === limit) return found;
    }
  }
  return found;
}

export function listPeople(tables: Tables, { after, limit, stage, search }: PeopleQuery): Promise<Person[]> {
  const batch = search === undefined ? Math.min(limit, LOOKED_AT) : LOOKED_AT;
  return peopleAfter(
    tables,
    { after, limit },
    { stage, batch },
    (person) => search === undefined || isFoundBy(search, person),
  );
}

export function peopleWith(
  tables: Tables,
  { trait, ...page }: Page & { readonly trait: string },
): Promise<Person[]> {
  return peopleAfter(tables, page, { batch: LOOKED_AT }, ({ traits }) => Object.hasOwn(traits, trait));
}

/** Without words the lists are counted, not read; with words every profile is looked at, by a scan in parts. */
export async function countPeople(tables: Tables, { stage, search }: Filter = {}): Promise<number> {
  if (search === undefined) {
    const counts = await Promise.all(lists(stage, null).map((range) => tables.count(range)));
    return counts.reduce((sum, count) => sum + count, 0);
  }
  let counted = 0;
  await scanParts(tables, { table: 'people', skPrefix: 'profile' }, (items) => {
    for (const item of items) {
      const person = readPerson(item);
      if (stage !== undefined && person.lifecycle?.stage !== stage) continue;
      if (isFoundBy(search, person)) counted += 1;
    }
  });
  return counted;
}

/** By id, each partition by a query of its own: O(people) queries, a few at once. */
export async function* exportPeople(tables: Tables): AsyncGenerator<readonly PersonRecord[]> {
  for await (const entries of mergedEntries(tables, lists(undefined, null), EXPORT_PAGE)) {
    const records = await inParallel(entries, EXPORTED_AT_ONCE, async ({ key }) =>
      recordOf(await partitionUnder(tables, key.pk)),
    );
    const known = records.filter((record) => record !== null);
    if (known.length > 0) yield known;
  }
}
