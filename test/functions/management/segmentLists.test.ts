import { describe, expect, it } from 'vitest';
import {
  aSegmentShop,
  BERLIN,
  membersOf,
  put,
  type SegmentShop,
  sources,
  STAFF,
} from '../../support/segmentShop.ts';
import { call, post } from './call.ts';

describe('lists', () => {
  const change = (world: SegmentShop, how: string, body: unknown) =>
    post(world.container, `/v1/segments/staff/members${how}`, body);

  it('take people on once, whatever id they are named by, and tell whom nobody knows', async () => {
    const world = await aSegmentShop();
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
    const world = await aSegmentShop();
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
    const world = await aSegmentShop();
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
    const world = await aSegmentShop();
    await put(world, { sources: sources(BERLIN) });
    expect(await post(world.container, '/v1/segments/berlin/members', { customers: ['c01'] })).toMatchObject({
      status: 409,
      body: { code: 'not-a-list' },
    });
  });
});
