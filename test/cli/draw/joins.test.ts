import { describe, expect, it } from 'vitest';
import { joinsOf } from '../../../cli/draw/joins.ts';
import { aDefinition } from '../support/aJourney.ts';

const wait = (next: string) => ({ type: 'wait', for: '1d', next });
const branch = (next: string, otherwise: string) => ({
  type: 'branch',
  cases: [{ when: { orders: { min: 1 } }, next }],
  otherwise,
});
const end = { type: 'end' };

function joins(nodes: Record<string, unknown>): Record<string, string> {
  const [start = ''] = Object.keys(nodes);
  return Object.fromEntries(joinsOf(aDefinition(nodes, start).nodes));
}

describe('where paths meet', () => {
  it('is the next step on a straight path', () => {
    expect(joins({ a: wait('b'), b: wait('c'), c: end })).toEqual({ a: 'b', b: 'c' });
  });

  it('is the nearest step that both arms of a branch pass', () => {
    const nodes = { a: branch('b', 'c'), b: wait('d'), c: wait('d'), d: wait('e'), e: end };
    expect(joins(nodes)).toEqual({ a: 'd', b: 'd', c: 'd', d: 'e' });
  });

  it('is nowhere for arms that end apart', () => {
    expect(joins({ a: branch('b', 'c'), b: end, c: end })).toEqual({});
  });

  it('is behind the inner join for the outer branch', () => {
    const nodes = {
      a: branch('b', 'z'),
      b: branch('c', 'd'),
      c: wait('e'),
      d: wait('e'),
      e: wait('z'),
      z: end,
    };
    expect(joins(nodes)).toMatchObject({ a: 'z', b: 'e' });
  });

  it('looks through a loop that can be left', () => {
    expect(joins({ a: wait('b'), b: branch('a', 'c'), c: end })).toEqual({ a: 'b', b: 'c' });
  });

  it('passes over a loop nobody leaves and a step that does not exist', () => {
    expect(joins({ a: branch('b', 'c'), b: wait('b'), c: wait('d'), d: end })).toEqual({ a: 'c', c: 'd' });
    expect(joins({ a: branch('gone', 'c'), c: end })).toEqual({ a: 'c' });
  });
});
