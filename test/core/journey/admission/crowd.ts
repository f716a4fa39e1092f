/** Many people at once, for journeys that look for whom to let in. */
import { type CustomerId, customerId } from '../../../../core/ids.ts';
import type { Stage } from '../../../../core/lifecycle/lifecycle.ts';
import type { Store } from '../../../../core/ports.ts';
import { HOUR_MS } from '../../../../core/time.ts';
import { aLifecycle, aPerson, NOW } from '../../../support/builders.ts';

export function people(count: number): CustomerId[] {
  return Array.from({ length: count }, (_, i) => customerId(`p${String(i).padStart(4, '0')}`));
}

/** Makes people known, everyone in a stage, with traits where given. */
export async function populate(
  store: Store,
  ids: readonly CustomerId[],
  stage: Stage = 'decline',
  traits = {},
) {
  await store.importPeople(ids.map((id) => ({ person: aPerson({ id, traits }), consents: [] })));
  await setStage(store, ids, stage);
}

export async function setStage(store: Store, ids: readonly CustomerId[], stage: Stage): Promise<void> {
  const writes = await Promise.all(
    ids.map(async (id) => ({
      customerId: id,
      expectedVersion: (await store.loadProfile(id))?.version ?? 0,
      lifecycle: aLifecycle({ stage }),
      enrolments: [],
      cancellations: [],
      facts: [],
    })),
  );
  await store.commitLifecycles(writes);
}

/** When each person was let into a journey, in hours from `NOW`, by id; nobody else is in it. */
export async function admissions(
  store: Store,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, number[]>> {
  const found = new Map<CustomerId, number[]>();
  for (const id of ids) {
    const facts = await store.factsOf(id, 99);
    const entered = facts.filter(({ kind }) => kind === 'journey-entered');
    if (entered.length > 0)
      found.set(
        id,
        entered.map(({ at }) => (at - NOW) / HOUR_MS),
      );
  }
  return found;
}
