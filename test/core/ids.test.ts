import { describe, expect, it } from 'vitest';
import { addressKey, customerId, decisionId, enrolmentId, InvalidId } from '../../core/ids.ts';

describe('ids', () => {
  it.each(['1', 'maya', 'a/b', 'ä 王', 'x'.repeat(512)])('accepts the customer id "%s"', (raw) => {
    expect(customerId(raw)).toBe(raw);
  });

  it.each([
    ['an empty id', ''],
    ['an overlong id', 'x'.repeat(513)],
    ['a line break', 'a\nb'],
    ['a null character', 'a\u0000b'],
  ])('refuses %s as a customer id', (_, raw) => {
    expect(() => customerId(raw)).toThrow(InvalidId);
  });

  it.each([
    ['enrolment', enrolmentId],
    ['decision', decisionId],
    ['address', addressKey],
  ] as const)('refuses an empty %s id, and says which kind', (kind, make) => {
    expect(() => make('')).toThrow(
      expect.objectContaining({ code: 'invalid-id', message: expect.stringContaining(kind) }),
    );
  });
});
