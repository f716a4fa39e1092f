import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withParameters } from '../../console/api/fetchJson.ts';
import { customerPath, roomOf, withQuery } from '../../console/app/router.ts';

describe('roomOf', () => {
  it.each([
    ['/', { kind: 'mailbox' }],
    ['/mailbox', { kind: 'mailbox' }],
    ['/mailbox/', { kind: 'mailbox' }],
    ['/customers', { kind: 'customers' }],
    ['/customers/c%2F1', { kind: 'customer', id: 'c/1' }],
    ['/customers/a/b', { kind: 'customer', id: 'a/b' }],
    ['/customers/100%', { kind: 'customer', id: '100%' }],
    ['/journeys', { kind: 'journeys' }],
    ['/insights', { kind: 'nowhere' }],
  ])('%s', (path, room) => {
    expect(roomOf(path)).toEqual(room);
  });

  it('finds its way back to any customer id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        expect(roomOf(customerPath(id))).toEqual({ kind: 'customer', id });
      }),
    );
  });
});

describe('addresses', () => {
  it('sets, replaces and removes parameters', () => {
    expect(withQuery('/mailbox', { message: 'a/b c' })).toBe('/mailbox?message=a%2Fb+c');
    expect(withQuery('/mailbox?message=1&journey=w', { message: '2' })).toBe('/mailbox?message=2&journey=w');
    expect(withQuery('/mailbox?message=1', { message: null, search: '' })).toBe('/mailbox');
  });

  it('asks the server only for what is given', () => {
    expect(withParameters('/v1/messages', { cursor: '', limit: 50, journey: null, search: undefined })).toBe(
      '/v1/messages?limit=50',
    );
    expect(withParameters('/v1/journeys', {})).toBe('/v1/journeys');
  });
});
