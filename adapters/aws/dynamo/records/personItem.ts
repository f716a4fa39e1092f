/**
 * A profile as an item of `people`, in its customer's partition. Everyone is listed by stage, spread over shards, by id; the
 * grade stands behind the id, so that counting reads keys alone and a list of a stage is still in the order of ids.
 */
import { shardOf } from '../../../../core/chance.ts';
import { newPerson, type Person } from '../../../../core/customer/person.ts';
import type { CustomerId } from '../../../../core/ids.ts';
import {
  GRADES,
  type Grade,
  type Lifecycle,
  STAGES,
  type Stage,
} from '../../../../core/lifecycle/lifecycle.ts';
import type { Instant } from '../../../../core/time.ts';
import { keyOf, LIST_SHARDS, part } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite, Transaction } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

type Defaults = Omit<Person, 'id' | 'version' | 'knownSince'>;

/** A person, and since when they are known by what was told, orders aside: orders may go to somebody else. */
export interface ProfileItem {
  readonly person: Person;
  readonly toldSince: Instant;
}

function defaults(id: CustomerId): Defaults {
  const { id: _id, version: _version, knownSince: _knownSince, ...rest } = newPerson(id, 0);
  return rest;
}

export function readProfile({ body }: Pick<ItemRead, 'body'>): ProfileItem {
  const stored: Stored<Person, Defaults> & { toldSince?: Instant } = JSON.parse(body);
  const { toldSince = stored.knownSince, ...person } = stored;
  return { person: { ...newPerson(person.id, person.knownSince), ...person }, toldSince };
}

export function readPerson(item: Pick<ItemRead, 'body'>): Person {
  return readProfile(item).person;
}

/** What stands for a stage where nobody evaluated yet. */
export type ListedStage = Stage | 'none';
export const LISTED_STAGES: readonly ListedStage[] = [...STAGES, 'none'];

export function peoplePk(stage: ListedStage, shard: number): string {
  return `people#${stage}#${shard}`;
}

/** Below everything that may stand in an id. */
const BEHIND_ID = '\u0000';

/** Sorts as ids do. */
export function listedSk(id: CustomerId, lifecycle: Lifecycle | null): string {
  return `${part(id)}${BEHIND_ID}${lifecycle?.grade ?? ''}`;
}

/** The first sort key behind an id, whatever its grade. */
export function behindId(id: CustomerId): string {
  return `${part(id)}\u0001`;
}

export function listedId(sk: string): string {
  return sk.slice(0, sk.lastIndexOf(BEHIND_ID));
}

export function listedGrade(sk: string): Grade | null {
  return GRADES.find((grade) => sk.endsWith(`${BEHIND_ID}${grade}`)) ?? null;
}

export function profileWrite({ person, toldSince }: ProfileItem): ItemWrite {
  const { id, lifecycle, knownSince } = person;
  const told = toldSince === knownSince ? {} : { toldSince };
  return {
    body: { ...withoutDefaults(person, defaults(id)), ...told },
    kind: 'profile',
    list: { pk: peoplePk(lifecycle?.stage ?? 'none', shardOf(id, LIST_SHARDS)), sk: listedSk(id, lifecycle) },
  };
}

/** Writes a profile that was read in this transaction, or was not there. */
export function putProfile(tx: Transaction, profile: ProfileItem): void {
  tx.put(keyOf.profile(profile.person.id), profileWrite(profile));
}
