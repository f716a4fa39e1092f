import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { EVERY_TOPIC } from '../../../core/message/contact.ts';
import { membersPage } from '../../../core/segment/members.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aContainer } from '../../support/aContainer.ts';
import { anEvent, anOrderEvent, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { call, post } from './call.ts';

const BERLIN = `
id: berlin
kind: live
name: { en: Berlin, zh-CN: 柏林 }
rule: { trait: city, equals: Berlin }
`;
const LOOKING = `
id: looking
kind: live
name: { en: Looking, zh-CN: 浏览 }
rule:
  all:
    - { event: Product Viewed, count: { min: 2 } }
    - { segment: berlin }
`;
const STAFF = 'id: staff\nkind: list\nname: { en: Staff, zh-CN: 员工 }\n';

const sources = (...texts: string[]) => texts.map((source, n) => ({ name: `${n}.yaml`, source }));

/** Forty people, every other in Berlin, person n having viewed n % 4 products and ordered n % 3 times. */
async function aShop() {
  const world = aContainer();
  const { container, store } = world;
  const consent = { channel: 'email', at: NOW - DAY_MS, source: 'form', wording: null } as const;
  await store.importPeople(
    Array.from({ length: 40 }, (_, n) => {
      const id = customerId(`c${String(n).padStart(2, '0')}`);
      const email = n % 10 === 9 ? null : `${id}@x.example`;
      const contactKey = addressKeyOf('email', email ?? '');
      const state = n % 10 === 7 ? ('denied' as const) : ('granted' as const);
      const topic = n % 10 === 7 ? EVERY_TOPIC : 'offers';
      return {
        person: {
          ...newPerson(id, NOW - 90 * DAY_MS),
          email,
          traits: { city: n % 2 === 0 ? 'Paris' : 'Berlin' },
        },
        consents: email === null ? [] : [{ contactKey, change: { ...consent, topic, state } }],
      };
    }),
  );
  const tell = async () => {
    for (let n = 0; n < 40; n += 1) {
      const id = customerId(`c${String(n).padStart(2, '0')}`);
      const { book, model } = await container.inForce();
      const deps = { store, addressKeyOf, settings: container.settings, model };
      for (let k = 0; k < n % 4; k += 1)
        await applyEvent(
          deps,
          book,
          anEvent({ customerId: id, name: 'Product Viewed', messageId: `${n}/${k}`, properties: {} }),
          NOW,
        );
      for (const [name, times] of [
        ['Discount Taken', n % 5 === 0 ? 4 : 0],
        ['Checkout Started', n % 8 === 0 ? 1 : 0],
      ] as const)
        for (let k = 0; k < times; k += 1)
          await applyEvent(
            deps,
            book,
            anEvent({ customerId: id, name, messageId: `${name}/${n}/${k}`, properties: {} }),
            NOW,
          );
      for (let k = 0; k < n % 3; k += 1)
        await applyEvent(
          deps,
          book,
          anOrderEvent({ id: `${n}-${k}`, customerId: id, at: NOW - (k + 1) * 40 * DAY_MS }),
          NOW,
        );
    }
  };
  await tell();
  return world;
}

async function membersOf(world: Awaited<ReturnType<typeof aShop>>, id: string): Promise<string[]> {
  const { members } = await membersPage(world.store, id, { after: null, limit: 100 });
  return members.map(({ person }) => person.id);
}

const put = (world: Awaited<ReturnType<typeof aShop>>, body: unknown, headers = {}) =>
  call<Record<string, unknown>>(world.container, '/v1/segments', {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });

describe('segments over the API', () => {
  it('are published file by file, kept beside each other, and judged', async () => {
    const world = await aShop();
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
    const world = await aShop();
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
    const world = await aShop();
    const bad = 'id: Bad\nkind: live\nname: { en: B, zh-CN: 坏 }\nrule: { trait: x }\nwho: me\n';
    const circle = BERLIN.replace('{ trait: city, equals: Berlin }', '{ segment: looking }');
    const { status, body } = await put(world, { sources: sources(bad, circle, LOOKING) });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'segments-invalid' });
    expect(body['problems']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: '0.yaml', path: 'id', line: 1 }),
        expect.objectContaining({ file: '0.yaml', path: 'who', line: 5 }),
        expect.objectContaining({ file: '1.yaml', code: 'segment-cycle', line: 2 }),
        expect.objectContaining({ file: '2.yaml', code: 'segment-cycle', line: 2 }),
      ]),
    );
    expect((await call(world.container, '/v1/segments')).body.version).toBe(0);
    const alone = await put(world, { sources: sources(LOOKING) });
    expect(alone.body['problems']).toMatchObject([{ code: 'unknown-segment', file: '0.yaml' }]);
  });

  it('validates with the segments in force, and writes nothing', async () => {
    const world = await aShop();
    await put(world, { sources: sources(BERLIN) });
    const { body } = await post(world.container, '/v1/segments/validate', { sources: sources(LOOKING) });
    expect(body).toMatchObject({ valid: true, items: [{ id: 'looking' }] });
    expect((await call(world.container, '/v1/segments')).body.items).toHaveLength(1);
  });

  it('names what there is where one is asked for that is not', async () => {
    const world = await aShop();
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

async function preview(world: Awaited<ReturnType<typeof aShop>>, body: unknown): Promise<Preview> {
  const answer = await call<Preview>(world.container, '/v1/segments/preview', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('a preview', () => {
  it('tells size, a sample of ten, and who could be written to, each other under one reason', async () => {
    const world = await aShop();
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
    const world = await aShop();
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
    const world = await aShop();
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
    const world = await aShop();
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
    const world = await aShop();
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
    const world = await aShop();
    const sizes: Record<string, number> = {};
    for (const { name, source } of texts)
      sizes[name.replace('.yaml', '')] = (await preview(world, { source })).size;
    await put(world, { sources: texts });
    const { body } = await post(world.container, '/v1/segments/recompute', {});
    expect(body).toMatchObject({ members: sizes });
    expect(Object.values(sizes).filter((size) => size > 0).length).toBeGreaterThanOrEqual(3);
  });
});

describe('lists', () => {
  const change = (world: Awaited<ReturnType<typeof aShop>>, how: string, body: unknown) =>
    post(world.container, `/v1/segments/staff/members${how}`, body);

  it('take people on once, whatever id they are named by, and tell whom nobody knows', async () => {
    const world = await aShop();
    await put(world, { sources: sources(STAFF) });
    const customers = ['c01', 'c02', 'nobody', 'c01'];
    expect((await change(world, '', { customers })).body).toEqual({
      added: 2,
      unchanged: 0,
      unknown: ['nobody'],
    });
    expect((await change(world, '', { customers })).body).toEqual({
      added: 0,
      unchanged: 2,
      unknown: ['nobody'],
    });
    const listed = await call(world.container, '/v1/segments/staff/members', { query: { limit: '1' } });
    expect(listed.body.items).toMatchObject([{ id: 'c01', since: expect.any(String) }]);
    const next = { limit: '1', cursor: listed.body.next ?? '' };
    const second = await call(world.container, '/v1/segments/staff/members', { query: next });
    expect(second.body.items).toMatchObject([{ id: 'c02' }]);
    expect((await change(world, '/removals', { customers: ['c01'] })).body).toMatchObject({ removed: 1 });
    expect(await membersOf(world, 'staff')).toEqual(['c02']);
  });

  it('take CSV, with a header or without, and say which line has no id', async () => {
    const world = await aShop();
    await put(world, { sources: sources(STAFF) });
    expect((await change(world, '', 'name,customer_id\nAnn,c03\nBen,c04\n')).body).toMatchObject({
      added: 2,
    });
    expect((await change(world, '', 'c05\nc06\n')).body).toMatchObject({ added: 2 });
    expect(await change(world, '', 'customer_id,name\nc07,A\n,B\n')).toMatchObject({
      status: 400,
      body: { detail: 'line 3 has no customer id' },
    });
    expect(await membersOf(world, 'staff')).toEqual(['c03', 'c04', 'c05', 'c06']);
  });

  it('are replaced whole', async () => {
    const world = await aShop();
    await put(world, { sources: sources(STAFF) });
    await change(world, '', { customers: ['c01', 'c02', 'c03'] });
    const answer = await call<Record<string, unknown>>(world.container, '/v1/segments/staff/members', {
      method: 'PUT',
      body: JSON.stringify({ customers: ['c02', 'c09', 'nobody'] }),
    });
    expect(answer.body).toEqual({ added: 1, unchanged: 1, unknown: ['nobody'], removed: 2 });
    expect(await membersOf(world, 'staff')).toEqual(['c02', 'c09']);
  });

  it('are no segments: into one with a rule nobody is put', async () => {
    const world = await aShop();
    await put(world, { sources: sources(BERLIN) });
    expect(await post(world.container, '/v1/segments/berlin/members', { customers: ['c01'] })).toMatchObject({
      status: 409,
      body: { code: 'not-a-list' },
    });
  });
});
