/** What is known of an id beside its profile, as an item of `people` in the id's own partition. */
import { type Identity, newIdentity } from '../../../../core/customer/identityItem.ts';
import type { CustomerId } from '../../../../core/ids.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

type Defaults = Omit<Identity, 'id' | 'version'>;

function defaults(id: CustomerId): Defaults {
  const { id: _id, version: _version, ...rest } = newIdentity(id);
  return rest;
}

export function readIdentity({ body }: Pick<ItemRead, 'body'>): Identity {
  const stored: Stored<Identity, Defaults> = JSON.parse(body);
  return { ...newIdentity(stored.id), ...stored };
}

export function identityWrite(identity: Identity): ItemWrite {
  return { body: withoutDefaults(identity, defaults(identity.id)), kind: 'identity' };
}
