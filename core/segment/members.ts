/**
 * Who is in a segment, page by page, and who is put on a list or taken off it. A list is changed person by person, each in the
 * commit that judges them, so a journey that waits for the list follows at once; doing it again changes nothing.
 */
import type { Person } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { DirectoryStore, DossierStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { judgePerson, type JudgePersonDeps } from './judgePerson.ts';
import { withLists } from './lists.ts';
import { readStanding, type Standing, standingKey } from './standing.ts';

export interface Member {
  readonly person: Person;
  readonly since: Instant;
}

export interface MembersPage {
  readonly members: readonly Member[];
  /** The id the next page begins behind; null behind the last. */
  readonly next: CustomerId | null;
}

const LOOKED_AT = 500;
/** People looked at for one page, which may then be short. */
const MOST_LOOKED_AT = 20_000;

function sinceIn({ segments, lists }: Standing, id: string): Instant | undefined {
  return lists[id] ?? segments[id];
}

/** Members by customer id, as their standing says. A page may be short, or empty, while `next` leads on. */
export async function membersPage(
  store: Pick<DirectoryStore & DossierStore, 'listPeople' | 'loadDossiers'>,
  segment: string,
  { after, limit }: { readonly after: CustomerId | null; readonly limit: number },
): Promise<MembersPage> {
  const members: Member[] = [];
  let from = after;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += LOOKED_AT) {
    const people = await store.listPeople({ after: from, limit: LOOKED_AT });
    const dossiers = await store.loadDossiers(people.map(({ id }) => standingKey(id)));
    for (const [place, person] of people.entries()) {
      const since = sinceIn(readStanding(dossiers[place] ?? null), segment);
      if (since === undefined) continue;
      members.push({ person, since });
      if (members.length === limit) return { members, next: person.id };
    }
    const last = people.at(-1);
    if (last === undefined || people.length < LOOKED_AT) return { members, next: null };
    from = last.id;
  }
  return { members, next: from };
}

export interface ListMove {
  readonly list: string;
  readonly how: 'add' | 'remove';
  readonly now: Instant;
}

export interface ListChanged {
  readonly changed: number;
  /** Were on it, or off it, already. */
  readonly unchanged: number;
  /** Ids nobody is known by, in the order given. */
  readonly unknown: readonly CustomerId[];
}

async function changeOne(
  deps: JudgePersonDeps,
  book: JourneyBook,
  id: CustomerId,
  { list, how, now }: ListMove,
): Promise<'changed' | 'unchanged' | 'unknown'> {
  let isChanged = false;
  const judged = await judgePerson(deps, book, id, {
    by: 'list',
    now,
    change(standing) {
      const after = withLists(standing, { [how]: [list] }, now);
      isChanged = after !== standing;
      return after;
    },
  });
  if (judged === 'unknown') return 'unknown';
  return isChanged ? 'changed' : 'unchanged';
}

const AT_ONCE = 20;

/** Ids may repeat, and may be any id of a person. */
export async function changeList(
  deps: JudgePersonDeps,
  book: JourneyBook,
  ids: readonly CustomerId[],
  move: ListMove,
): Promise<ListChanged> {
  const asked = [...new Set(ids)];
  const unknown: CustomerId[] = [];
  let [changed, unchanged] = [0, 0];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE);
    const results = await Promise.all(some.map((id) => changeOne(deps, book, id, move)));
    for (const [place, result] of results.entries()) {
      if (result === 'changed') changed += 1;
      else if (result === 'unchanged') unchanged += 1;
      else unknown.push(...some.slice(place, place + 1));
    }
  }
  return { changed, unchanged, unknown };
}

/** Everybody on a list, found by going through all standings: for a list that is replaced whole. */
export async function everyoneOn(
  store: Pick<DossierStore, 'scanDossiers'>,
  list: string,
): Promise<ReadonlySet<CustomerId>> {
  const found = new Set<CustomerId>();
  for await (const page of store.scanDossiers('standing'))
    for (const dossier of page)
      if (dossier.customerId !== null && readStanding(dossier).lists[list] !== undefined)
        found.add(dossier.customerId);
  return found;
}
