import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { customerId } from '../../../core/ids.ts';
import { judgePerson } from '../../../core/segment/judgePerson.ts';
import { withLists } from '../../../core/segment/lists.ts';
import { segmentsJudge } from '../../../functions/segmentsJudge/handler.ts';
import { aContext } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { aSegmentShop, BERLIN, put, type SegmentShop, sources, STAFF } from '../../support/segmentShop.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { call, post } from '../management/call.ts';

interface Listed {
  readonly countedAt: string | null;
  readonly items: readonly { readonly id: string; readonly members: number | null }[];
}

async function sizesOf({ container }: SegmentShop) {
  const { countedAt, items } = (await call<Listed>(container, '/v1/segments')).body;
  return { countedAt, sizes: items.map(({ members }) => members) };
}

function planOf({ store }: SegmentShop, isStored = true) {
  const segments = Array.from({ length: store.segments }, (_, n) => n);
  return { at: NOW, run: 'r', refit: false, store: isStored, enrol: true, segments };
}

type Plan = ReturnType<typeof planOf>;

/** JSON there and back, as what tasks answer travels. */
async function task({ container }: SegmentShop, input: unknown): Promise<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(await segmentsJudge(container)(input, aContext())));
}

async function judged(world: SegmentShop, plan: Plan): Promise<Record<string, unknown>[]> {
  const parts = [];
  for (const segment of plan.segments) {
    world.clock.now += 1_000;
    parts.push(await task(world, { plan, segment }));
  }
  return parts;
}

/** Two of those on the list live in Berlin. */
const CORNER = `
id: berlin-staff
kind: live
name: { en: Staff in Berlin, zh-CN: 柏林员工 }
rule: { all: [{ segment: berlin }, { segment: staff }] }
`;

async function aShopWithStaff(overrides: Parameters<typeof aSegmentShop>[0] = {}) {
  const world = await aSegmentShop(overrides);
  await put(world, { sources: sources(BERLIN, CORNER, STAFF) });
  const { book, model } = await world.container.inForce();
  const deps = { store: world.store, settings: world.container.settings, addressKeyOf, model };
  for (const id of ['c01', 'c02', 'c03'].map(customerId))
    await judgePerson(deps, book, id, {
      by: 'list',
      now: NOW,
      change: (standing) => withLists(standing, { add: ['staff'] }, NOW),
    });
  return world;
}

const STORES = [
  ['one part', createMemoryStore],
  ['four parts of DynamoDB', () => storeOver(fakeTables(), { segments: 4 })],
  ['sixteen parts of DynamoDB', () => storeOver(fakeTables())],
] as const;

describe('the night counts segments', () => {
  it.each(STORES)('in %s, to the same sizes as a recomputation', async (_what, open) => {
    const world = await aShopWithStaff({ store: open() });
    expect(await sizesOf(world)).toEqual({ countedAt: null, sizes: [null, null, null] });
    const plan = planOf(world);
    const parts = await judged(world, plan);
    expect((await sizesOf(world)).countedAt).toBeNull();
    expect(await task(world, { plan, judged: parts })).toEqual({ counted: true });
    const counted = await sizesOf(world);
    expect(counted).toEqual({ countedAt: new Date(world.clock.now).toISOString(), sizes: [20, 2, 3] });
    await post(world.container, '/v1/segments/recompute', {});
    expect((await sizesOf(world)).sizes).toEqual(counted.sizes);
  });

  it('and says nothing of a run that looks at the past', async () => {
    const world = await aShopWithStaff();
    const plan = planOf(world, false);
    expect(await task(world, { plan, judged: await judged(world, plan) })).toEqual({ counted: false });
    expect((await sizesOf(world)).countedAt).toBeNull();
  });

  it.each([
    ['a part is missing', (parts: Record<string, unknown>[]) => parts.slice(1)],
    ['a part did not count', (parts: Record<string, unknown>[]) => [{ people: 7 }, ...parts.slice(1)]],
  ])('and leaves the sizes there were where %s', async (_what, change) => {
    const world = await aShopWithStaff({ store: storeOver(fakeTables(), { segments: 4 }) });
    await post(world.container, '/v1/segments/recompute', {});
    const before = await sizesOf(world);
    const plan = planOf(world);
    const parts = await judged(world, plan);
    expect(await task(world, { plan, judged: change(parts) })).toEqual({ counted: false });
    expect(await sizesOf(world)).toEqual(before);
  });

  it('and counts nobody by two documents, where one was published between two parts', async () => {
    const world = await aShopWithStaff({ store: storeOver(fakeTables(), { segments: 4 }) });
    const plan = planOf(world);
    const first = await judged(world, { ...plan, segments: [0, 1] });
    await put(world, JSON.stringify({ segments: [] }));
    world.clock.now += 60_000;
    const rest = await judged(world, { ...plan, segments: [2, 3] });
    expect(await task(world, { plan, judged: [...first, ...rest] })).toEqual({ counted: false });
  });
});
