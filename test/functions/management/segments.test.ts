import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import {
  aSegmentShop,
  BERLIN,
  LOOKING,
  membersOf,
  put,
  type SegmentShop,
  sources,
  STAFF,
} from '../../support/segmentShop.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { call, post } from './call.ts';

describe('segments over the API', () => {
  it('are published file by file, kept beside each other, and judged', async () => {
    const world = await aSegmentShop();
    expect((await put(world, { sources: sources(BERLIN) })).body).toMatchObject({ version: 1, judges: true });
    expect((await put(world, { sources: sources(LOOKING, STAFF) })).body).toMatchObject({ version: 2 });
    expect((await put(world, { sources: sources(BERLIN) })).body).toMatchObject({
      version: 2,
      changed: false,
      judges: false,
    });
    const listed = await call<Record<string, unknown>>(world.container, '/v1/segments');
    expect(listed.body).toMatchObject({
      version: 2,
      judging: true,
      items: [
        { id: 'berlin', members: null, sentence: { 'zh-CN': '特征 city 为 Berlin的客户。' } },
        { id: 'looking', sentence: { en: expect.stringContaining('are in “Berlin”') } },
        { id: 'staff', kind: 'list' },
      ],
    });
    const judged = await post(world.container, '/v1/segments/recompute', {});
    expect(judged.body).toMatchObject({ people: 40, members: { berlin: 20, looking: 10, staff: 0 } });
    expect(await membersOf(world, 'looking')).toEqual(
      ['03', '07', '11', '15', '19', '23', '27', '31', '35', '39'].map((n) => `c${n}`),
    );
    const after = await call<Record<string, unknown>>(world.container, '/v1/segments');
    expect(after.body).toMatchObject({
      judging: false,
      items: [{ members: 20 }, { members: 10 }, { members: 0 }],
    });
    expect((await post(world.container, '/v1/segments/recompute', {})).body).toMatchObject({
      entered: 0,
      left: 0,
      written: 0,
    });
  });

  it('replace all where they come as one document, and only where the version read is in force', async () => {
    const world = await aSegmentShop();
    await put(world, { sources: sources(BERLIN, STAFF) });
    const whole = JSON.stringify({
      segments: [
        {
          id: 'paris',
          kind: 'live',
          name: { en: 'P', 'zh-CN': '巴黎' },
          rule: { trait: 'city', equals: 'Paris' },
        },
      ],
    });
    expect(await put(world, whole, { 'if-match': '"7"' })).toMatchObject({
      status: 409,
      body: { code: 'segments-moved' },
    });
    expect((await put(world, whole, { 'if-match': '"1"' })).body).toMatchObject({ version: 2 });
    const { body } = await call(world.container, '/v1/segments');
    expect(body.items.map(({ id }) => id)).toEqual(['paris']);
  });

  it('are refused whole, with file, field and line of everything wrong', async () => {
    const world = await aSegmentShop();
    const bad = 'id: Bad\nkind: live\nname: { en: B, zh-CN: 坏 }\nrule: { trait: x }\nwho: me\n';
    const circle = BERLIN.replace('{ trait: city, equals: Berlin }', '{ segment: looking }');
    const { status, body } = await put(world, { sources: sources(bad, circle, LOOKING) });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'segments-invalid' });
    expect(body['problems']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: '0.yaml', path: 'id', line: 1 }),
        expect.objectContaining({ file: '0.yaml', path: 'who', line: 5 }),
        expect.objectContaining({ file: '1.yaml', code: 'segment-cycle', line: 5 }),
        expect.objectContaining({ file: '2.yaml', code: 'segment-cycle', line: 6 }),
      ]),
    );
    expect((await call(world.container, '/v1/segments')).body.version).toBe(0);
    const alone = await put(world, { sources: sources(LOOKING) });
    expect(alone.body['problems']).toMatchObject([{ code: 'unknown-segment', file: '0.yaml' }]);
  });

  it('validates with the segments in force, and writes nothing', async () => {
    const world = await aSegmentShop();
    await put(world, { sources: sources(BERLIN) });
    const { body } = await post(world.container, '/v1/segments/validate', { sources: sources(LOOKING) });
    expect(body).toMatchObject({ valid: true, items: [{ id: 'looking' }] });
    expect((await call(world.container, '/v1/segments')).body.items).toHaveLength(1);
  });

  it('names what there is where one is asked for that is not', async () => {
    const world = await aSegmentShop();
    await put(world, { sources: sources(BERLIN) });
    expect((await call(world.container, '/v1/segments/berlin')).body.definition).toMatchObject({
      id: 'berlin',
    });
    expect(await call(world.container, '/v1/segments/paris')).toMatchObject({
      status: 404,
      body: { code: 'unknown-segment', remedy: 'known: berlin' },
    });
  });
});

interface Preview {
  readonly people: number;
  readonly size: number;
  readonly sample: readonly { readonly id: string }[];
  readonly reach: { readonly can: number; readonly cannot: Readonly<Record<string, number>> };
}

async function preview(world: SegmentShop, body: unknown): Promise<Preview> {
  const answer = await call<Preview>(world.container, '/v1/segments/preview', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('a preview', () => {
  it('names the very field of a rule that is wrong, as of a file', async () => {
    const world = await aSegmentShop();
    const body = { rule: { all: [{ orders: { min: 'two' } }] } };
    expect(await post(world.container, '/v1/segments/preview', body)).toMatchObject({
      status: 400,
      body: { field: 'rule.all.0.orders.min', detail: expect.stringContaining('expected number') },
    });
  });

  it('takes a document of one segment, and says so of one of several', async () => {
    const world = await aSegmentShop();
    const one = {
      id: 'berlin',
      kind: 'live',
      name: { en: 'B', 'zh-CN': '柏林' },
      rule: { orders: { min: 1 } },
    };
    const whole = (segments: unknown) => ({ source: JSON.stringify({ segments }) });
    expect((await preview(world, whole([one]))).size).toBe((await preview(world, { rule: one.rule })).size);
    const several = whole([one, { ...one, id: 'paris' }]);
    expect(await post(world.container, '/v1/segments/preview', several)).toMatchObject({
      status: 422,
      body: {
        problems: [
          {
            path: 'segments',
            message: 'preview looks at one segment: give a file of one, or the id of a published one',
          },
        ],
      },
    });
  });

  it('tells size, a sample of ten, and who could be written to, each other under one reason', async () => {
    const world = await aSegmentShop();
    const { people, size, sample, reach } = await preview(world, { source: BERLIN });
    expect([people, size, sample.length]).toEqual([40, 20, 10]);
    expect(new Set(sample.map(({ id }) => id)).size).toBe(10);
    // Of the odd numbers those that end in 9 have no address, those in 7 refused everything.
    expect(reach).toMatchObject({ can: 12, cannot: { 'no-address': 4, 'opted-out': 4 } });
    const newsletter = await preview(world, { source: BERLIN, topic: 'newsletter' });
    expect(newsletter.reach).toMatchObject({ can: 0, cannot: { 'no-consent': 12 } });
    expect((await preview(world, { source: BERLIN })).sample).toEqual(sample);
  });

  it('counts under suppression, complaint and cap as sending would', async () => {
    const world = await aSegmentShop();
    const { store } = world;
    const of = (n: string) => addressKeyOf('email', `c${n}@x.example`);
    const contacts = await store.loadContacts([of('01'), of('03'), of('05')]);
    const edits = [...contacts.values()].map((contact, n) => ({
      expectedVersion: contact.version,
      contact: {
        ...contact,
        version: contact.version + 1,
        ...(n === 0
          ? { suppression: { why: 'hard-bounce' as const, at: NOW, source: 'ses' } }
          : n === 1
            ? { complaints: [{ id: 'k', openedAt: NOW, closedAt: null }] }
            : { pausedUntil: NOW + DAY_MS }),
      },
    }));
    await store.changeContacts({ contacts: edits, facts: [], at: NOW });
    const { reach } = await preview(world, { source: BERLIN });
    expect(reach).toMatchObject({
      can: 9,
      cannot: { 'suppressed-address': 1, 'open-complaint': 1, 'paused-by-customer': 1 },
    });
  });

  it('finds by events nothing counts yet the very people the segment holds once it is published', async () => {
    const world = await aSegmentShop();
    const before = await preview(world, {
      source: LOOKING.replace('segment: berlin', 'trait: city, equals: Berlin'),
    });
    await put(world, { sources: sources(BERLIN, LOOKING) });
    await post(world.container, '/v1/segments/recompute', {});
    expect(before.size).toBe(10);
    expect((await membersOf(world, 'looking')).length).toBe(before.size);
    expect((await preview(world, { id: 'looking' })).size).toBe(before.size);
  });

  it.each([
    [{}, 400, 'misuse'],
    [{ id: 'a', rule: { orders: { min: 1 } } }, 400, 'misuse'],
    [{ source: BERLIN, topic: 'gossip' }, 400, 'misuse'],
    [{ id: 'nothing' }, 404, 'unknown-segment'],
    [{ source: 'id: x' }, 422, 'segment-invalid'],
    [{ rule: { segment: 'nothing' } }, 422, 'segment-invalid'],
  ])('refuses %j', async (body, status, code) => {
    const world = await aSegmentShop();
    expect(await post(world.container, '/v1/segments/preview', body)).toMatchObject({
      status,
      body: { code },
    });
  });
});

describe('the shipped segments', () => {
  const folder = new URL('../../../workflows/segments/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const texts = files.map((name) => ({ name, source: readFileSync(new URL(name, folder), 'utf8') }));

  it('can be published as they are, each in the file of its id, each with a sentence in both languages', async () => {
    const world = await aSegmentShop();
    const { body } = await post(world.container, '/v1/segments/validate', { sources: texts });
    expect(body).toMatchObject({ valid: true });
    expect(body.problems.filter(({ code }) => code !== 'window-fills')).toEqual([]);
    expect(body.items.map(({ id }) => `${id}.yaml`)).toEqual(files);
    for (const item of body.items)
      expect(item).toMatchObject({
        description: { en: expect.stringMatching(/\.$/), 'zh-CN': expect.stringMatching(/。$/) },
        sentence: {
          en: expect.stringMatching(/^People who .+\.$/),
          'zh-CN': expect.stringMatching(/客户。$/),
        },
      });
  });

  it('hold whom their previews hold', async () => {
    const world = await aSegmentShop();
    const sizes: Record<string, number> = {};
    for (const { name, source } of texts)
      sizes[name.replace('.yaml', '')] = (await preview(world, { source })).size;
    await put(world, { sources: texts });
    const { body } = await post(world.container, '/v1/segments/recompute', {});
    expect(body).toMatchObject({ members: sizes });
    expect(Object.values(sizes).filter((size) => size > 0).length).toBeGreaterThanOrEqual(3);
  });
});
