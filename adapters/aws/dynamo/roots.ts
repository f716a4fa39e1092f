/** Whose an id is, within a transaction that is to write about it. */
import type { CustomerId } from '../../../core/ids.ts';
import { keyOf } from './keys.ts';
import { readIdentity } from './records/identityItem.ts';
import type { Transaction } from './transaction.ts';

/**
 * The root an id leads to; the id itself where it leads nowhere. A profile says that its id is a root, and whoever takes that
 * away removes the profile, which the write of it would meet. Without one the identity must stay what it was.
 */
export async function rootOf(tx: Transaction, id: CustomerId): Promise<CustomerId> {
  if ((await tx.get(keyOf.profile(id))) !== null) return id;
  const item = await tx.get(keyOf.identity(id));
  tx.check(keyOf.identity(id));
  return item === null ? id : readIdentity(item).owner;
}
