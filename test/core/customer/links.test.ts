import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anonymousIdOf, isAnonymous } from '../../../core/customer/identity.ts';
import { aliasLink, type Claim, type Link, resolveLinks, seenLink } from '../../../core/customer/links.ts';
import { addressKey, type CustomerId, customerId } from '../../../core/ids.ts';

const U1 = customerId('u1');
const U2 = customerId('u2');
const U3 = customerId('u3');
const A = anonymousIdOf('a');
const B = anonymousIdOf('b');
const C = anonymousIdOf('c');
const IDS = [U1, U2, U3, A, B, C];
const MAIL = addressKey('email:shared');

const owners = (links: readonly Link[], claims: readonly Claim[] = []) => {
  const { ownershipOf } = resolveLinks(links, claims);
  return Object.fromEntries(IDS.map((id) => [id, ownershipOf(id).owner]));
};

const claim = (id: CustomerId, at: number): Claim => ({ id, key: MAIL, at });

describe('who owns an id', () => {
  it('is itself while nothing links it', () => {
    expect(owners([])).toEqual(Object.fromEntries(IDS.map((id) => [id, id])));
  });

  it('is the customer a visitor was seen with', () => {
    expect(owners([seenLink(A, U1, 5)])).toMatchObject({ [A]: U1, [U1]: U1 });
    expect(resolveLinks([seenLink(A, U1, 5)], []).ownershipOf(A).since).toBe(5);
    expect(resolveLinks([seenLink(A, U1, 5)], []).ownershipOf(U1).since).toBeNull();
  });

  it('is the least of visitors nobody has named', () => {
    expect(owners([seenLink(B, C, 1), seenLink(B, A, 2)])).toMatchObject({ [A]: A, [B]: A, [C]: A });
  });

  it('is the first customer a visitor was seen with, however late that is heard of', () => {
    expect(owners([seenLink(A, U1, 5), seenLink(A, U2, 7)])).toMatchObject({ [A]: U1 });
    expect(owners([seenLink(A, U1, 5), seenLink(A, U2, 3)])).toMatchObject({ [A]: U2 });
  });

  it('goes from visitor to visitor', () => {
    expect(owners([seenLink(A, B, 1), seenLink(B, C, 2), seenLink(C, U1, 3)])).toMatchObject({ [A]: U1 });
  });

  it('is where aliases lead', () => {
    expect(owners([aliasLink(U1, U2, 1), aliasLink(U2, U3, 2), seenLink(A, U1, 3)])).toMatchObject({
      [U1]: U3,
      [U2]: U3,
      [A]: U3,
    });
  });

  it('is the customer first known by an address, for visitors who give it', () => {
    expect(owners([], [claim(A, 9), claim(U2, 5), claim(U1, 7)])).toMatchObject({ [A]: U2, [U1]: U1 });
    expect(owners([], [claim(A, 1), claim(U2, 5)])).toMatchObject({ [A]: U2 });
  });

  it('follows what ids were seen together before any address', () => {
    expect(owners([seenLink(A, U1, 9)], [claim(U2, 1), claim(A, 2)])).toMatchObject({ [A]: U1, [U2]: U2 });
  });

  it('takes an alias of a visitor as ids seen together', () => {
    expect(aliasLink(A, U1, 3)).toEqual(seenLink(U1, A, 3));
  });
});

describe('what may not be united', () => {
  it('is named: two customers by a visitor, and by an address', () => {
    expect(resolveLinks([seenLink(A, U1, 5), seenLink(A, U2, 7)], []).findings).toEqual([
      { kind: 'two-external-ids', by: 'seen', ids: [U1, U2], of: [A, U2] },
    ]);
    expect(resolveLinks([], [claim(U1, 5), claim(U2, 7)]).findings).toEqual([
      { kind: 'two-external-ids', by: 'address', ids: [U1, U2], of: [U2] },
    ]);
  });

  it('is named: an alias that closes a loop, and is as if it had not been said', () => {
    const said = [aliasLink(U1, U2, 1), aliasLink(U2, U3, 2)];
    const { findings } = resolveLinks([...said, aliasLink(U3, U1, 3)], []);
    expect(findings).toEqual([{ kind: 'alias-loop', previous: U3, into: U1 }]);
    expect(owners([...said, aliasLink(U3, U1, 3)])).toEqual(owners(said));
  });

  it('an alias said twice over another way is no loop', () => {
    const said = [aliasLink(U1, U2, 1), aliasLink(U2, U3, 2), aliasLink(U1, U3, 3)];
    expect(resolveLinks(said, []).findings).toEqual([]);
  });
});

const id = fc.constantFrom(...IDS);
const at = fc.integer({ min: 0, max: 6 });
const link = fc
  .record({ a: id, b: id, at, isAlias: fc.boolean() })
  .filter(({ a, b }) => a !== b)
  .map((one) => (one.isAlias ? aliasLink(one.a, one.b, one.at) : seenLink(one.a, one.b, one.at)));
const aClaim = fc.record({
  id,
  at,
  key: fc.constantFrom(MAIL, addressKey('email:2')),
});

describe('the laws of links', () => {
  const world = fc
    .record({ links: fc.array(link, { maxLength: 9 }), claims: fc.array(aClaim, { maxLength: 6 }) })
    .chain(({ links, claims }) =>
      fc.record({
        links: fc.constant(links),
        claims: fc.constant(claims),
        otherLinks: fc.shuffledSubarray(links, { minLength: links.length }),
        otherClaims: fc.shuffledSubarray(claims, { minLength: claims.length }),
      }),
    );

  it('their order does not matter', () => {
    fc.assert(
      fc.property(world, ({ links, claims, otherLinks, otherClaims }) => {
        const [one, other] = [resolveLinks(links, claims), resolveLinks(otherLinks, otherClaims)];
        for (const each of IDS) expect(other.ownershipOf(each)).toEqual(one.ownershipOf(each));
        expect(other.findings).toEqual(one.findings);
      }),
      { numRuns: 1_000 },
    );
  });

  it('an owner owns itself, and owns a visitor only where it is no visitor or the least', () => {
    fc.assert(
      fc.property(world, ({ links, claims }) => {
        const { ownershipOf } = resolveLinks(links, claims);
        for (const each of IDS) {
          const { owner } = ownershipOf(each);
          expect(ownershipOf(owner).owner).toBe(owner);
          if (isAnonymous(owner)) expect(owner <= each).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('only an alias makes one customer of two', () => {
    fc.assert(
      fc.property(world, ({ links, claims }) => {
        const seenOnly = links.filter(({ kind }) => kind === 'seen');
        const { ownershipOf } = resolveLinks(seenOnly, claims);
        for (const each of [U1, U2, U3]) expect(ownershipOf(each).owner).toBe(each);
      }),
      { numRuns: 500 },
    );
  });
});
