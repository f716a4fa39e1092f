import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionOfTag, decisionTag, SES_TAGS, SMS_CONTEXT } from '../../../adapters/aws/decisionTag.ts';
import { decisionId } from '../../../core/ids.ts';

const anyId = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 400 })
  .filter((text) => text.isWellFormed())
  .map(decisionId);

describe('a decision as a tag', () => {
  it('comes back as it went, of any Unicode, from the tags of both providers', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        for (const room of [SES_TAGS, SMS_CONTEXT]) expect(decisionOfTag(decisionTag(id, room))).toBe(id);
      }),
    );
  });

  it('is made of what SES takes in names and values', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        for (const [name, value] of Object.entries(decisionTag(id, SES_TAGS))) {
          expect(name).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
          expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
        }
      }),
    );
  });

  it('is read from lists of one, as the events of SES carry tags, among tags of others', () => {
    const id = decisionId('cart-saved/陈静/cart:17/second/1');
    const tags = Object.entries(decisionTag(id, SES_TAGS)).map(([name, value]) => [name, [value]]);
    expect(decisionOfTag({ 'ses:from-domain': ['shop.example'], ...Object.fromEntries(tags) })).toBe(id);
  });

  it('takes several tags where one is too short, and is no id when one of them is lost', () => {
    const id = decisionId(`journey/${'某'.repeat(200)}/node/1`);
    const tags = decisionTag(id, SES_TAGS);
    expect(Object.keys(tags)).toHaveLength(4);
    for (const lost of Object.keys(tags)) {
      const rest = Object.fromEntries(Object.entries(tags).filter(([name]) => name !== lost));
      expect(decisionOfTag(rest)).toBeNull();
    }
  });

  it('leaves an id that no room holds without a tag', () => {
    expect(decisionTag(decisionId('x'.repeat(5_000)), SES_TAGS)).toEqual({});
  });

  it.each([
    {},
    { 'perennial-decision': [] },
    { 'perennial-decision': ['a', 'b'] },
    { 'perennial-decision': '' },
    { 'perennial-decision': 'not base64!' },
    { 'perennial-decision': 7 },
    { 'perennial-decision-1of99': 'YQ' },
  ])('reads none from %j', (tags) => {
    expect(decisionOfTag(tags)).toBeNull();
  });
});
