import { describe, expect, it } from 'vitest';
import { EventConflict } from '../../../core/customer/applyEvent.ts';
import { SegmentsMoved } from '../../../core/segment/afterEvent.ts';
import { passes } from '../../../functions/shared/passing.ts';
import { MAYA } from '../../support/builders.ts';

describe('failures that pass', () => {
  it.each([
    ['a lost race', new EventConflict(MAYA)],
    ['definitions older than those a customer was judged by', new SegmentsMoved(MAYA)],
    ['a busy store', Object.assign(new Error('busy'), { code: 'store-busy' })],
    ['a service that did not answer', Object.assign(new Error('late'), { $fault: 'server' })],
  ])('are %s', (_what, failure) => {
    expect(passes(failure)).toBe(true);
  });

  it.each([
    ['a fault of ours', new TypeError('no')],
    ['a code of another kind', Object.assign(new Error('no'), { code: 'unsound-change' })],
    ['what is no error', 'store-busy'],
  ])('are not %s', (_what, failure) => {
    expect(passes(failure)).toBe(false);
  });
});
