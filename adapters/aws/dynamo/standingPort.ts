/**
 * Standings in segments on DynamoDB: the scan of `people` that the nightly evaluation makes too, and the dossiers of each page in
 * batches. What was read too old is refused by its version at the write.
 */
import { newPerson } from '../../../core/customer/person.ts';
import type {
  CommitResult,
  PersonStanding,
  StandingParts,
  StandingStore,
  StandingWrite,
} from '../../../core/ports.ts';
import { standingKey } from '../../../core/segment/standing.ts';
import { requireSoundConsequences } from '../../records/soundChange.ts';
import { isAsExpected, keysOfConsequences, writeConsequences } from './consequences.ts';
import { ordersIn } from './evaluationPort.ts';
import { inParallel } from './inParallel.ts';
import { keyText } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { customerPartitions, type Partition } from './partitions.ts';
import { dossierKey, readDossier } from './records/dossierItem.ts';
import { readPerson } from './records/personItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { Tables } from './tables.ts';
import { transact } from './transaction.ts';

/** People written at once. */
const WRITES_AT_ONCE = 16;

type Found = Omit<PersonStanding, 'dossier'>;

/** Null for an id that leads to another: it has no profile. */
function foundIn(partition: Partition, parts: StandingParts): Found | null {
  const profile = partition.find(({ key }) => key.sk === 'profile');
  if (profile === undefined) return null;
  const person = readPerson(profile);
  const { id, version, knownSince } = person;
  const shown = parts.profile ? person : { ...newPerson(id, knownSince), version };
  return {
    person: { ...shown, lifecycle: parts.lifecycle ? person.lifecycle : null },
    orders: parts.orders ? ordersIn(partition) : [],
  };
}

async function withDossiers(tables: Tables, found: readonly Found[]): Promise<PersonStanding[]> {
  const keys = found.map(({ person }) => dossierKey(standingKey(person.id)));
  const items = await tables.get(keys);
  return found.map((one, place) => {
    const key = keys[place];
    const item = key === undefined ? undefined : items.get(keyText(key));
    return { ...one, dossier: item === undefined ? null : readDossier(item) };
  });
}

async function* scan(
  tables: Tables,
  segments: number,
  { segment, parts }: Parameters<StandingStore['scanStandings']>[0],
): AsyncGenerator<readonly PersonStanding[]> {
  if (segment >= segments) return;
  for await (const partitions of customerPartitions(tables, { segment, segments })) {
    const found = partitions.map((partition) => foundIn(partition, parts)).filter((one) => one !== null);
    if (found.length > 0) yield await withDossiers(tables, found);
  }
}

function commit(context: StoreContext, write: StandingWrite): Promise<CommitResult> {
  return transact(context.tables, async (tx) => {
    const profile = keyOf.profile(write.customerId);
    const records = new StoreRecords(tx, context);
    await records.read([profile, ...keysOfConsequences(write)]);
    const item = await tx.get(profile);
    if (item === null || readPerson(item).version !== write.expectedVersion) return 'conflict';
    if (!(await isAsExpected(records, write))) return 'conflict';
    tx.check(profile);
    await writeConsequences(records, write);
    return 'committed';
  });
}

export function dynamoStandings(context: StoreContext, segments: number): StandingStore {
  return {
    scanStandings: (query) => scan(context.tables, segments, query),
    commitStandings: async (writes) => {
      for (const write of writes) requireSoundConsequences(write);
      return inParallel(writes, WRITES_AT_ONCE, (write) => commit(context, write));
    },
  };
}
