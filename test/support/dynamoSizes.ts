/** How large the items of a lived shop are: every record of a store file as the item it would be, measured as DynamoDB does. */
import { DatabaseSync } from 'node:sqlite';
import type { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../adapters/aws/dynamo/keys.ts';
import { Tables } from '../../adapters/aws/dynamo/tables.ts';
import { contactWrite } from '../../adapters/aws/dynamo/records/contactItem.ts';
import { decisionWrite } from '../../adapters/aws/dynamo/records/decisionItem.ts';
import { enrolmentWrite } from '../../adapters/aws/dynamo/records/enrolmentItem.ts';
import { factWrite } from '../../adapters/aws/dynamo/records/factItem.ts';
import { orderMarkWrite, orderWrite, wholeOrderMark } from '../../adapters/aws/dynamo/records/orderItem.ts';
import { profileWrite } from '../../adapters/aws/dynamo/records/personItem.ts';
import { Sequence } from '../../adapters/aws/dynamo/sequence.ts';
import type { ItemKey } from '../../adapters/aws/dynamo/itemKey.ts';
import { type ItemWrite, transact } from '../../adapters/aws/dynamo/transaction.ts';
import { readContact } from '../../adapters/sqlite/contactRows.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { addressKey } from '../../core/ids.ts';
import { UNTOUCHED } from '../../core/message/decision.ts';
import { itemBytes, readItem } from './dynamoFake/item.ts';

export interface Sizes {
  readonly items: number;
  readonly meanBytes: number;
  readonly p99Bytes: number;
}

const SHARDS = 16;
const EVERYTHING = 1_000_000;

/** Takes items in the kernel's own words and keeps their sizes. */
class Scales {
  private readonly bytes = new Map<string, number[]>();
  private readonly sequence = new Sequence('00000000', () => 1_800_000_000_000);
  private kind = '';
  private readonly tables: Tables;

  constructor() {
    const send = async ({ input }: PutCommand) => {
      const known = this.bytes.get(this.kind) ?? [];
      known.push(itemBytes(readItem(input.Item)));
      this.bytes.set(this.kind, known);
      return {};
    };
    const names = { people: 'people', facts: 'facts', work: 'work', config: 'config' };
    this.tables = new Tables({ client: { send } as never, names });
  }

  next(): string {
    return this.sequence.next();
  }

  async weigh(kind: string, key: ItemKey, write: ItemWrite): Promise<void> {
    this.kind = kind;
    await transact(this.tables, async (tx) => {
      tx.insert(key, write);
    });
  }

  sizes(): ReadonlyMap<string, Sizes> {
    return new Map(
      [...this.bytes].map(([kind, all]) => {
        const sorted = all.toSorted((a, b) => a - b);
        const sum = sorted.reduce((total, one) => total + one, 0);
        const p99Bytes = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
        return [kind, { items: sorted.length, meanBytes: Math.round(sum / sorted.length), p99Bytes }];
      }),
    );
  }
}

async function weighPeople(scales: Scales, file: string): Promise<void> {
  const store = openSqliteStore({ file, readOnly: true });
  for await (const page of store.exportPeople()) {
    for (const { person, orders, enrolments } of page) {
      const { id, knownSince } = person;
      await scales.weigh('profile', keyOf.profile(id), profileWrite({ person, toldSince: knownSince }));
      for (const order of orders) {
        await scales.weigh('order', keyOf.order(id, order.at, order.id), orderWrite(order));
        await scales.weigh('order mark', keyOf.orderId(order.id), orderMarkWrite(wholeOrderMark(order)));
      }
      for (const one of enrolments) {
        const key = keyOf.enrolment(id, one.journeyId, one.key);
        await scales.weigh('enrolment', key, enrolmentWrite(one, SHARDS));
      }
      for (const fact of await store.factsOf(id, EVERYTHING))
        await scales.weigh('fact', keyOf.fact(id, fact.at, scales.next()), factWrite(fact));
    }
  }
  for await (const page of store.decisions()) {
    for (const one of page) {
      const pending = { ...one, ...UNTOUCHED, dueAt: one.decidedAt };
      await scales.weigh('decision, pending', keyOf.decision(one.id), decisionWrite(pending, SHARDS));
      if (one.outcome === 'sent')
        await scales.weigh('decision, sent and told of', keyOf.decision(one.id), decisionWrite(one, SHARDS));
    }
  }
  await store.close();
}

async function weighContacts(scales: Scales, file: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  for (const row of database.prepare('SELECT key, version, body FROM contacts').all()) {
    const key = addressKey(String(row['key']));
    await scales.weigh('contact', keyOf.contact(key), contactWrite(readContact(row, key)));
  }
  database.close();
}

/** By kind of item. */
export async function dynamoSizes(file: string): Promise<ReadonlyMap<string, Sizes>> {
  const scales = new Scales();
  await weighPeople(scales, file);
  await weighContacts(scales, file);
  return scales.sizes();
}
