import { describe, expect, it } from 'vitest';
import { type ConsentChange, withConsent } from '../../../core/message/contact.ts';
import { aContact, denied, granted, NOW } from '../../support/builders.ts';

const ERASED = aContact([], { suppression: { why: 'erased', at: NOW, source: 'erasure' } });

describe('an erased address', () => {
  it.each<[string, ConsentChange]>([
    ['an import grants', granted('offers', { at: NOW + 1 })],
    ['was confirmed before the erasure', granted('offers', { at: NOW, confirmed: true })],
  ])('is not brought back by what %s, and keeps nothing of it', (_what, change) => {
    expect(withConsent(ERASED, change)).toBe(ERASED);
  });

  it('is its owner’s again once they confirm a consent after it', () => {
    const back = withConsent(ERASED, granted('offers', { at: NOW + 1, confirmed: true }));
    expect(back.suppression).toBeNull();
    expect(Object.keys(back.consents)).toEqual(['email/offers']);
  });

  it('takes a refusal, and what is asked and not confirmed, and stays barred', () => {
    for (const change of [
      denied('offers', { at: NOW + 1 }),
      granted('offers', { at: NOW + 1, state: 'asked' }),
    ]) {
      const after = withConsent(ERASED, change);
      expect(after.suppression).toEqual(ERASED.suppression);
      expect(after.consents['email/offers']).toEqual(change);
    }
  });

  it('of another reason stays suppressed whatever is confirmed', () => {
    const bounced = aContact([], { suppression: { why: 'hard-bounce', at: NOW, source: 'ses' } });
    const after = withConsent(bounced, granted('offers', { at: NOW + 1, confirmed: true }));
    expect(after.suppression).toEqual(bounced.suppression);
  });
});
