import { describe, expect, it } from 'vitest';
import {
  type CustomerMap,
  fieldLabel,
  parseCustomerMap,
} from '../../../../core/customer/import/customerMap.ts';
import { customerJson } from '../../../../functions/shared/import/customerJson.ts';
import { DAMAGED } from '../../../../functions/shared/import/decodeText.ts';

const FORMAT = { map: null, restAsTraits: false, hasProof: true };
const reader = (change: { map?: CustomerMap; restAsTraits?: boolean; hasProof?: boolean } = {}) =>
  customerJson({ ...FORMAT, ...change }, 1);

function cellsOf(row: object, change = {}) {
  const [read] = reader(change).read([JSON.stringify(row)]);
  if (read?.kind !== 'cells') throw new Error('refused');
  return Object.fromEntries(read.cells.map(({ field, value }) => [fieldLabel(field), value]));
}

describe('customerJson', () => {
  it('knows keys by their names, and takes traits and consents as they are', () => {
    const consents = [{ topic: 'news', channel: 'email', state: 'granted' }];
    const row = { userId: 'u', email: 'a@b.example', traits: { size: 'M', points: 3 }, consents, stage: 'x' };
    expect(cellsOf(row)).toEqual({
      id: 'u',
      email: 'a@b.example',
      traits: { size: 'M', points: 3 },
      consents,
    });
  });

  it('reads the fields that the Segment specification keeps among traits, the row’s own first', () => {
    const traits = { email: 'in@b.example', name: 'In', timezone: 'Asia/Tokyo', firstName: 'A', plan: 'x' };
    expect(cellsOf({ userId: 'u', traits, name: 'Out' })).toEqual({
      id: 'u',
      name: 'Out',
      email: 'in@b.example',
      zone: 'Asia/Tokyo',
      traits: { firstName: 'A', plan: 'x' },
    });
    expect(cellsOf({ userId: 'u', traits: { firstName: 'A', lastName: 'B' } })).toMatchObject({
      first_name: 'A',
      last_name: 'B',
    });
  });

  it('follows the dotted paths of a map', () => {
    const map = parseCustomerMap('id=who.id,email=who.mails.0,trait.tier=tier');
    expect(cellsOf({ who: { id: 7, mails: ['a@b.example'] }, tier: { n: 1 }, x: 1 }, { map })).toEqual({
      id: 7,
      email: 'a@b.example',
      'trait.tier': { n: 1 },
    });
  });

  it('keeps other keys as traits where asked', () => {
    const map = parseCustomerMap('id=who.id');
    expect(cellsOf({ who: { id: 'u' }, n: 1, deep: { a: [1] } }, { map, restAsTraits: true })).toEqual({
      id: 'u',
      'trait.n': 1,
      'trait.deep': { a: [1] },
    });
  });

  it('refuses what is no JSON or damaged, row by row', () => {
    const rows = reader().read(['{"id":"a"}', '[1]', `{"id":"b","name":"${DAMAGED}"}`, '{"id":"c"}']);
    expect(rows).toMatchObject([
      { kind: 'cells', line: 1 },
      { kind: 'faulty', line: 2, code: 'not-json' },
      { kind: 'faulty', line: 3, code: 'damaged-text', field: 'name' },
      { kind: 'cells', line: 4 },
    ]);
  });

  it('says what was guessed and what ignored, once', () => {
    const open = reader();
    open.read(['{"user_id":"a","x":1}', '{"user_id":"b","y":1,"x":2}']);
    expect(open.notes()).toEqual([
      expect.stringContaining('user_id as id'),
      expect.stringContaining('Keys ignored: x, y.'),
    ]);
  });

  it('refuses a file whose rows have no id, and consents without proof', () => {
    expect(() => reader().read(['{"email":"a@b.example"}'])).toThrow(
      expect.objectContaining({ code: 'column-not-found' }),
    );
    const map = parseCustomerMap('id=id,consent.email.news=n');
    expect(() => reader({ map, hasProof: false })).toThrow(
      expect.objectContaining({ code: 'consent-proof-missing' }),
    );
  });
});
