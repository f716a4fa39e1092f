/** Which ids are one person, how they came to be, and with whom an address is shared without being one. */
import { isAnonymous } from '../../../core/customer/identity.ts';
import type { Person } from '../../../core/customer/person.ts';
import type { Fact } from '../../../core/fact.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Contact } from '../../../core/message/contact.ts';
import type { PeopleStore } from '../../../core/ports.ts';
import { isoInstant } from '../../../core/time.ts';

function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

function countOf(body: JsonObject, name: string): number {
  const value = body[name];
  return typeof value === 'number' ? value : 0;
}

/** One id that passed to this person: from whom, by which link, and what it brought. */
function mergeView({ at, body }: Fact) {
  return {
    at: isoInstant(at),
    id: textOf(body, 'id'),
    from: textOf(body, 'from'),
    into: textOf(body, 'into'),
    by: textOf(body, 'by'),
    orders: countOf(body, 'orders'),
    enrolments: countOf(body, 'enrolments'),
    ended: countOf(body, 'ended'),
    fields: Array.isArray(body.fields) ? body.fields : [],
  };
}

/** Other customers, by the shop's own ids, who gave an address of this person. */
async function sharingWith(
  store: Pick<PeopleStore, 'loadIdentities'>,
  person: Person,
  contacts: readonly Contact[],
): Promise<CustomerId[]> {
  const own = new Set([person.id, ...person.members]);
  const holders = contacts.flatMap((contact) => contact.holders.map(({ id }) => id));
  const others = [...new Set(holders)].filter((id) => !own.has(id));
  if (others.length === 0) return [];
  const identities = await store.loadIdentities(others);
  const roots = new Set(others.map((id) => identities.get(id)?.owner ?? id));
  roots.delete(person.id);
  return [...roots].filter((id) => !isAnonymous(id)).sort();
}

/** `askedAs` is the id asked for, where that leads to this person; null where it is their own. */
export async function identityView(
  store: Pick<PeopleStore, 'loadIdentities'>,
  person: Person,
  asked: CustomerId,
  facts: readonly Fact[],
  contacts: readonly Contact[],
) {
  return {
    askedAs: asked === person.id ? null : asked,
    otherIds: person.members,
    merges: facts.filter(({ kind }) => kind === 'merged').map(mergeView),
    sharedAddressWith: await sharingWith(store, person, contacts),
  };
}
