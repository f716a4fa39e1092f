/**
 * A process that writes to a store until it is killed, and says on standard output what was acknowledged, one line each.
 * Arguments: what to do (`import` or `send`) and the file.
 */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { addressKey, customerId, decisionId } from '../../../core/ids.ts';
import { newContact } from '../../../core/message/contact.ts';
import type { ImportedOrder, Store } from '../../../core/ports.ts';
import { aDecision, NOW } from '../../support/builders.ts';

export const PAGE_ROWS = 500;

/** Row `n` of the file that is imported: lines and whole orders mixed. */
export function importedRow(n: number): ImportedOrder {
  const isLine = n % 5 === 0;
  return {
    line: n + 2,
    idFromContent: n % 5 === 1,
    order: {
      id: isLine ? `lines-${Math.floor(n / 20)}` : `order-${n}`,
      customerId: isLine ? customerId(`c${Math.floor(n / 20)}`) : customerId(`c${(n * 7_919) % 3_000}`),
      at: NOW - n,
      amountMinor: 100,
      currency: 'USD',
      lines: isLine ? [{ item: `item-${n}`, quantity: 1, priceMinor: null }] : [],
    },
  };
}

async function importForEver(store: Store): Promise<void> {
  const importId = await store.beginImport();
  for (let from = 0; ; from += PAGE_ROWS) {
    const rows = Array.from({ length: PAGE_ROWS }, (_, n) => importedRow(from + n));
    await store.importOrders(rows, importId);
    writeSync(1, `${from + PAGE_ROWS}\n`);
  }
}

async function sendOne(store: Store, n: number): Promise<void> {
  const id = decisionId(`d${n}`);
  const of = customerId(`c${n}`);
  const fact = { customerId: of, at: NOW, journeyId: 'test', body: { decision: id } };
  const nothing = { enrolments: [], cancellations: [] };
  const decision = aDecision({ id, customerId: of });
  await store.commitStep({
    ...nothing,
    decisions: [decision],
    facts: [{ ...fact, kind: 'message-accepted' }],
  });
  writeSync(1, `decided ${id}\n`);
  const contact = { ...newContact(addressKey(`k${n}`)), version: 1 };
  await store.claim({
    decisionId: id,
    claimant: 'child',
    at: NOW,
    templateVersion: 1,
    evidence: null,
    contact,
    expectedContactVersion: 0,
    slice: null,
    costMicroUsd: 100,
    tallyGroup: 'default/gmail',
  });
  writeSync(1, `claimed ${id}\n`);
  await store.settle({
    ...nothing,
    decisionId: id,
    outcome: 'sent',
    reason: null,
    at: NOW,
    evidence: null,
    providerMessageId: 'p',
    claimant: 'child',
    facts: [{ ...fact, kind: 'message-settled' }],
  });
  writeSync(1, `sent ${id}\n`);
}

async function sendForEver(store: Store): Promise<void> {
  for (let n = 0; ; n += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, k) => sendOne(store, n + k)));
  }
}

if (import.meta.main) {
  const [, , what, file = ''] = process.argv;
  const store = openSqliteStore({ file });
  await (what === 'import' ? importForEver(store) : sendForEver(store));
}
