import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import { TransientError } from '../../../../adapters/aws/dynamo/dynamoErrors.ts';
import { keyOf } from '../../../../adapters/aws/dynamo/keys.ts';
import { Tables } from '../../../../adapters/aws/dynamo/tables.ts';
import { transact } from '../../../../adapters/aws/dynamo/transaction.ts';
import { DynamoFake, type OnCall } from '../../../support/dynamoFake.ts';

const names = { people: 'people', facts: 'facts', work: 'work', config: 'config' };
const ONE = keyOf.value('one');
const TWO = keyOf.value('two');
const COUNTS = keyOf.tally(1, 'default/gmail', 'sent', 0);

function world(onCall: OnCall | null = null) {
  const fake = new DynamoFake({ tables: Object.values(names), onCall });
  const waits: number[] = [];
  const tables = new Tables({
    client: fake,
    names,
    random: () => 1,
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  return { fake, tables, waits };
}

async function countOf(tables: Tables, key = ONE): Promise<number> {
  const item = await tables.one(key);
  return item === null ? 0 : Number(JSON.parse(item.body));
}

/** Reads a number and writes one more. */
function increment(tables: Tables, key = ONE): Promise<number> {
  return transact(tables, async (tx) => {
    const item = await tx.get(key);
    const next = (item === null ? 0 : Number(JSON.parse(item.body))) + 1;
    tx.put(key, { body: next });
    return next;
  });
}

describe('a change', () => {
  it('writes nothing where it says nothing is to be written, and sends nothing', async () => {
    const { tables, fake } = world();
    const answer = await transact(tables, async (tx) => {
      await tx.get(ONE);
      tx.check(ONE);
      return 'looked';
    });
    expect(answer).toBe('looked');
    expect(fake.calls.TransactWrite + fake.calls.Put).toBe(0);
  });

  it('sees what it has written itself', async () => {
    const { tables } = world();
    const seen = await transact(tables, async (tx) => {
      tx.insert(ONE, { body: 7 });
      const written = (await tx.get(ONE))?.body;
      tx.remove(ONE);
      return [written, await tx.get(ONE)];
    });
    expect(seen).toEqual(['7', null]);
    expect(await tables.one(ONE)).toBeNull();
  });

  it('costs a plain write for one item, a transaction for two', async () => {
    const { tables, fake } = world();
    await increment(tables);
    expect(fake.calls).toMatchObject({ Put: 1, TransactWrite: 0 });
    await transact(tables, async (tx) => {
      tx.insert(TWO, { body: 1 });
      tx.add(COUNTS, { count: 1 });
    });
    expect(fake.calls).toMatchObject({ Put: 1, TransactWrite: 1 });
  });

  it('refuses to write what it has not read', async () => {
    const { tables } = world();
    const unread = transact(tables, async (tx) => tx.put(ONE, { body: 1 }));
    await expect(unread).rejects.toThrow('without having been read');
  });

  it('refuses more than a transaction holds before anything is sent', async () => {
    const { tables, fake } = world();
    const large = transact(tables, async (tx) => {
      for (let n = 0; n <= 100; n += 1) tx.insert(keyOf.value(`value-${n}`), { body: n });
    });
    await expect(large).rejects.toThrow('101 items');
    expect(fake.calls.TransactWrite).toBe(0);
  });

  it('adds up what is added to one item', async () => {
    const { tables } = world();
    await transact(tables, async (tx) => {
      tx.add(COUNTS, { count: 2 });
      tx.add(COUNTS, { count: 3, other: 1 });
    });
    expect((await tables.one(COUNTS))?.counts).toEqual({ count: 5, other: 1 });
  });
});

describe('a lost race', () => {
  it('reads again, so that no increment of six at once is lost', async () => {
    const { tables } = world();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => increment(tables)));
    const done = results.filter(({ status }) => status === 'fulfilled').length;
    expect(await countOf(tables)).toBe(done);
    expect(done).toBe(6);
  });

  it('is lost by a check too: what was only looked at has moved', async () => {
    const { tables, fake } = world();
    await increment(tables);
    let meddled = false;
    fake.onCall = async (call) => {
      if (call.name !== 'TransactWrite' || meddled) return null;
      meddled = true;
      await increment(tables);
      return null;
    };
    const seen: (string | undefined)[] = [];
    await transact(tables, async (tx) => {
      seen.push((await tx.get(ONE))?.body);
      tx.check(ONE);
      tx.insert(TWO, { body: 1 });
    });
    expect(seen).toEqual(['1', '2']);
  });

  it('ends as transient after eight', async () => {
    const { tables, fake } = world();
    let mine = true;
    fake.onCall = async (call) => {
      if (call.name !== 'Put' || !mine) return null;
      mine = false;
      await increment(tables);
      mine = true;
      return null;
    };
    await expect(increment(tables)).rejects.toBeInstanceOf(TransientError);
    expect(await countOf(tables)).toBe(8);
  });
});

describe('a conflict', () => {
  it('is waited for, longer each time, and tried again', async () => {
    const { tables, fake, waits } = world();
    let left = 3;
    fake.onCall = ({ writes }) => {
      if (!writes || left === 0) return null;
      left -= 1;
      return 'conflict';
    };
    await increment(tables);
    expect(await countOf(tables)).toBe(1);
    expect(waits).toEqual([25, 50, 100]);
  });

  it('that does not pass is transient, and nothing is written', async () => {
    const { tables, fake } = world();
    fake.onCall = ({ writes }) => (writes ? 'conflict' : null);
    await expect(increment(tables)).rejects.toMatchObject({
      name: 'TransientError',
      code: 'transient-error',
    });
    fake.onCall = null;
    expect(await countOf(tables)).toBe(0);
  });
});

describe('a lost reply', () => {
  it('is not repeated: nobody knows what became of it', async () => {
    const { tables, fake } = world();
    fake.onCall = ({ writes }) => (writes ? 'timeout-after' : null);
    await expect(increment(tables)).rejects.toBeInstanceOf(TransientError);
    fake.onCall = null;
    expect(await countOf(tables)).toBe(1);
    expect(fake.calls.Put).toBe(1);
  });

  it('of one item, sent again beneath, is known by what is there', async () => {
    const { tables, fake } = world();
    let first = true;
    fake.onCall = async (call) => {
      if (call.name !== 'Put' || !first) return null;
      first = false;
      // The first attempt, whose reply was lost: the same command takes effect before the one the caller hears of.
      if (call.command instanceof PutCommand) await fake.send(new PutCommand(call.command.input));
      return null;
    };
    expect(await increment(tables)).toBe(1);
    expect(await countOf(tables)).toBe(1);
  });
});

describe('reading', () => {
  it('finds items by hundreds, each once', async () => {
    const { tables, fake } = world();
    const ids = Array.from({ length: 230 }, (_, n) => customerId(`customer-${n}`));
    for (const id of ids) {
      await transact(tables, async (tx) => tx.insert(keyOf.profile(id), { body: id }));
    }
    const before = fake.calls.BatchGet;
    const keys = ids.map((id) => keyOf.profile(id));
    const found = await tables.get([...keys, ...keys]);
    expect(found.size).toBe(230);
    expect(fake.calls.BatchGet - before).toBe(3);
  });

  it('asks again for keys that were left unread', async () => {
    const { tables, fake } = world();
    await increment(tables, ONE);
    await increment(tables, TWO);
    let left = 2;
    fake.onCall = ({ name }) => {
      if (name !== 'BatchGet' || left === 0) return null;
      left -= 1;
      return 'partial';
    };
    expect((await tables.get([ONE, TWO])).size).toBe(2);
  });
});
