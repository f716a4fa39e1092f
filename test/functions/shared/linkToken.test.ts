import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, customerId, decisionId, isCustomerId } from '../../../core/ids.ts';
import {
  LINK_PURPOSES,
  type LinkClaims,
  linkKeys,
  LONGEST_TOKEN_CHARS,
  signLink,
  verifyLink,
} from '../../../functions/shared/linkToken.ts';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const keys = linkKeys(1, { 1: OLD });

const CLAIMS: LinkClaims = {
  decisionId: decisionId('maya/welcome//1/hello/1'),
  customerId: customerId('maya'),
  contactKey: addressKey('abcdefghijklmnopqrstuv'),
  channel: 'email',
  topic: 'newsletter',
};

const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter(isCustomerId);
const anyClaims: fc.Arbitrary<LinkClaims> = fc.record(
  {
    decisionId: text.map(decisionId),
    customerId: text.map(customerId),
    contactKey: text.map(addressKey),
    channel: fc.constantFrom('email' as const, 'sms' as const),
    topic: fc.string(),
    to: fc.webUrl(),
  },
  { requiredKeys: ['decisionId', 'customerId', 'contactKey', 'channel', 'topic'] },
);

describe('a signed link', () => {
  it('says what was signed, whatever that is', () => {
    fc.assert(
      fc.property(anyClaims, fc.constantFrom(...LINK_PURPOSES), (claims, purpose) => {
        const token = signLink(keys, purpose, claims);
        expect(token).toMatch(/^[\w-]+\.[\w-]{22}$/);
        expect(verifyLink(keys, purpose, token)).toEqual(claims);
      }),
    );
  });

  it('opens one kind of page only', () => {
    for (const signed of LINK_PURPOSES)
      for (const asked of LINK_PURPOSES)
        expect(
          verifyLink(keys, asked, signLink(keys, signed, CLAIMS)) !== null,
          `${signed} as ${asked}`,
        ).toBe(signed === asked);
  });

  it('has one spelling: another text of the same bytes is none', () => {
    const token = signLink(keys, 'why', CLAIMS);
    const other = `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`;
    const bytes = (of: string) => Buffer.from(of.split('.')[1] ?? '', 'base64url').toString('hex');
    expect(bytes(other)).toBe(bytes(token));
    expect(verifyLink(keys, 'why', other)).toBeNull();
    for (const spelled of [`${token}=`, ` ${token}`, `${token}\n`, token.replace('.', '=.')])
      expect(verifyLink(keys, 'why', spelled), JSON.stringify(spelled)).toBeNull();
  });

  it('is not accepted with any one bit changed', () => {
    const [payload = '', mac = ''] = signLink(keys, 'unsubscribe', CLAIMS).split('.');
    const [bytes, macBytes] = [Buffer.from(payload, 'base64url'), Buffer.from(mac, 'base64url')];
    const flip = (of: Buffer, bit: number) => {
      const copy = Buffer.from(of);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy.toString('base64url');
    };
    for (let bit = 0; bit < bytes.length * 8; bit += 1)
      expect(verifyLink(keys, 'unsubscribe', `${flip(bytes, bit)}.${mac}`), `bit ${bit}`).toBeNull();
    for (let bit = 0; bit < macBytes.length * 8; bit += 1)
      expect(verifyLink(keys, 'unsubscribe', `${payload}.${flip(macBytes, bit)}`), `bit ${bit}`).toBeNull();
  });

  it('goes on being accepted when a new secret signs, and no longer once its own is gone', () => {
    const token = signLink(keys, 'why', CLAIMS);
    const rotated = linkKeys(2, { 1: OLD, 2: NEW });
    expect(verifyLink(rotated, 'why', token)).toEqual(CLAIMS);
    expect(verifyLink(keys, 'why', signLink(rotated, 'why', CLAIMS))).toBeNull();
    expect(verifyLink(linkKeys(2, { 2: NEW }), 'why', token)).toBeNull();
  });

  it('signed with another secret under the same key id is not accepted', () => {
    expect(verifyLink(keys, 'why', signLink(linkKeys(1, { 1: NEW }), 'why', CLAIMS))).toBeNull();
  });

  it('that is longer than any real one is not looked at', () => {
    const to = `https://shop.example/${'a'.repeat(LONGEST_TOKEN_CHARS)}`;
    expect(verifyLink(keys, 'click', signLink(keys, 'click', { ...CLAIMS, to }))).toBeNull();
  });
});
