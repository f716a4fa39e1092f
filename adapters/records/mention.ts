/** What is kept of somebody else and names an erased person: which records say so, and what is left of them. */
import type { Identity } from '../../core/customer/identityItem.ts';
import type { Fact } from '../../core/fact.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Json } from '../../core/json.ts';

/** Whether the value says one of the ids anywhere. */
function names(value: Json, ids: readonly string[]): boolean {
  if (typeof value === 'string') return ids.includes(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => names(one, ids));
}

/** A fact about who is whom that names one of the ids. */
export function isMention({ kind, body }: Pick<Fact, 'kind' | 'body'>, ids: readonly CustomerId[]): boolean {
  const tellsOfIds = kind === 'merged' || kind === 'merge-refused' || body['name'] === 'Aliased';
  return tellsOfIds && names(body, ids);
}

/** Somebody else's identity without links to the ids; null where it has none, or is one of theirs. */
export function unlinked(identity: Identity, ids: readonly CustomerId[]): Identity | null {
  if (ids.includes(identity.id)) return null;
  const links = identity.links.filter(({ a, b }) => !ids.includes(a) && !ids.includes(b));
  return links.length === identity.links.length
    ? null
    : { ...identity, version: identity.version + 1, links };
}
