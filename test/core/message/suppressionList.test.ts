import { describe, expect, it } from 'vitest';
import { SUPPRESSION_REASONS } from '../../../core/message/contact.ts';
import { addressKey } from '../../../core/ids.ts';
import { hashText, keyInText, readReason, riskOfLifting } from '../../../core/message/suppressionList.ts';

describe('a reason as other senders write it', () => {
  it.each<readonly [string, string]>([
    ['BOUNCE', 'hard-bounce'],
    ['Permanent', 'hard-bounce'],
    ['cleaned', 'hard-bounce'],
    ['COMPLAINT', 'spam-complaint'],
    ['spam report', 'spam-complaint'],
    ['blocked', 'manual'],
    ['STOP', 'stop-word'],
    ['soft_bounce', 'soft-bounces'],
    ...SUPPRESSION_REASONS.map((why) => [why, why] as const),
  ])('%s is %s', (text, why) => {
    expect(readReason(text)).toEqual({ kind: 'reason', why });
  });

  it('is a wish where somebody unsubscribed, and nothing where nobody knows it', () => {
    expect(readReason('Unsubscribed')).toEqual({ kind: 'opt-out' });
    expect(readReason('because')).toEqual({ kind: 'unknown' });
  });
});

it('an address nobody has any more is written as its hash, and read back', () => {
  const key = addressKey('XeOWo8ZlqXx5vy4VgrvhkQ');
  expect(keyInText(hashText(key))).toBe(key);
  expect(keyInText('maya@example.org')).toBeNull();
  expect(keyInText('hash:no')).toBeNull();
});

it('lifting what others said is a risk, what an operator said is none', () => {
  expect(SUPPRESSION_REASONS.filter((why) => riskOfLifting(why) !== null)).toEqual([
    'hard-bounce',
    'spam-complaint',
    'stop-word',
  ]);
});
