/**
 * Members of the demonstration shop begin with what they earned: its programme goes back to the first order, and the imported
 * orders are put into the books at the moment it begins, as `loyalty reassess` does.
 */
import type { Json } from '../../core/json.ts';
import { backfillPerson } from '../../core/loyalty/backfill.ts';
import { reassess } from '../../core/loyalty/runLoyalty.ts';
import { type Instant, isoInstant } from '../../core/time.ts';
import { pointsDeps } from '../../functions/management/routes/loyalty.ts';
import type { Container } from '../../functions/shared/container.ts';
import { shippedProgramme } from '../../workflows/shippedProgramme.ts';

/** The loyalty programme that ships, going back to the day of `first`. */
export function loyaltySince(first: Instant): Json {
  const { loyalty } = shippedProgramme();
  return JSON.parse(JSON.stringify({ ...loyalty, backfillFrom: isoInstant(first).slice(0, 10) }));
}

/** Books every order there is, as of `at`. */
export async function bookHistory(container: Container, at: Instant): Promise<void> {
  const deps = await pointsDeps(container);
  for await (const page of container.store.exportPeople()) {
    for (const record of page) {
      await backfillPerson(deps, record, at);
      await reassess(deps, record.person.id, at);
    }
  }
}
