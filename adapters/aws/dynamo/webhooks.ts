/**
 * Webhooks that were given up: pointers in one partition, by when they ended. The pointer goes with the decision's next
 * change; what it leads to is looked at all the same.
 */
import { isGivenUp } from '../../../core/message/callAgain.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { FailedWebhookQuery } from '../../../core/ports.ts';
import { keyText } from './itemKey.ts';
import { FAILED_WEBHOOKS, keyOf, pad } from './keys.ts';
import { readDecision } from './records/decisionItem.ts';
import { idIn } from './storeRecords.ts';
import type { ItemRead, Tables } from './tables.ts';

/** Above every instant in keys. */
const LAST = '~';

async function decisionsOf(tables: Tables, pointers: readonly ItemRead[]): Promise<Decision[]> {
  const keys = pointers.map((pointer) => keyOf.decision(idIn(pointer)));
  const items = await tables.get(keys);
  return keys.flatMap((key) => {
    const item = items.get(keyText(key));
    const decision = item === undefined ? null : readDecision(item);
    return decision !== null && isGivenUp(decision) ? [decision] : [];
  });
}

/** The last settled first, then by id, descending. */
export async function failedWebhooks(
  tables: Tables,
  { since, before, limit }: FailedWebhookQuery,
): Promise<Decision[]> {
  const found: Decision[] = [];
  const from = pad(since ?? 0);
  let behind = before === null ? LAST : keyOf.failedWebhook(before.settledAt, before.id).sk;
  while (found.length < limit && behind >= from) {
    const wanted = limit - found.length;
    const range = { table: 'facts', pk: FAILED_WEBHOOKS, from, to: behind } as const;
    const pointers = await tables.allItems({ ...range, descending: true, limit: wanted + 1 });
    const page = pointers.filter(({ key }) => key.sk !== behind).slice(0, wanted);
    found.push(...(await decisionsOf(tables, page)));
    const last = page.at(-1);
    if (page.length < wanted || last === undefined) return found;
    behind = last.key.sk;
  }
  return found;
}
