/**
 * A contact as an item of `people`, alone under its key. Only one that is not to be written to is listed, spread over shards: a
 * suppression list of a million addresses would otherwise be written into one partition of the index.
 */
import { shardOf } from '../../../../core/chance.ts';
import type { AddressKey } from '../../../../core/ids.ts';
import { type Contact, newContact } from '../../../../core/message/contact.ts';
import { LIST_SHARDS, part } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

type Defaults = Omit<Contact, 'key' | 'version'>;

function defaults(key: AddressKey): Defaults {
  const { key: _key, version: _version, ...rest } = newContact(key);
  return rest;
}

export function readContact({ body }: ItemRead): Contact {
  const stored: Stored<Contact, Defaults> = JSON.parse(body);
  return { ...newContact(stored.key), ...stored };
}

/** Where contacts that are not to be written to are listed, by key. */
export function suppressedPk(shard: number): string {
  return `suppressed#${shard}`;
}

export function contactWrite(contact: Contact): ItemWrite {
  const { key, suppression } = contact;
  const listed = { pk: suppressedPk(shardOf(key, LIST_SHARDS)), sk: part(key) };
  return {
    body: withoutDefaults(contact, defaults(key)),
    kind: 'contact',
    list: suppression === null ? null : listed,
  };
}
