/**
 * What a profile is known by. A shop's own id of a customer names one profile for ever; a visitor nobody has named yet is
 * `anonymous:<anonymousId>`. Which ids are one person is decided from the links between them (`links.ts`).
 */
import { type CustomerId, customerId, InvalidId } from '../ids.ts';

const ANONYMOUS = 'anonymous:';

export class ReservedId extends Error {
  readonly code = 'reserved-id';
  constructor() {
    super(`a user id may not begin with "${ANONYMOUS}"; visitors without a user id are known by that`);
    this.name = 'ReservedId';
  }
}

/** True for a text that may not be one of the shop's own ids. */
export function isReservedId(text: string): boolean {
  return text.startsWith(ANONYMOUS);
}

/** True for the id of a visitor who is known by no id of the shop's. */
export function isAnonymous(id: CustomerId): boolean {
  return isReservedId(id);
}

/**
 * The id of a visitor nobody has named. Throws `InvalidId` where it is empty, has control characters or, with its prefix,
 * more than 512 characters.
 */
export function anonymousIdOf(anonymousId: string): CustomerId {
  if (anonymousId === '') throw new InvalidId('anonymous', anonymousId);
  return customerId(`${ANONYMOUS}${anonymousId}`);
}

/** The id of a customer as the shop knows them. Throws `InvalidId` and `ReservedId`. */
export function externalIdOf(userId: string): CustomerId {
  if (isReservedId(userId)) throw new ReservedId();
  return customerId(userId);
}
