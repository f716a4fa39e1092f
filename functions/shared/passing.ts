/**
 * Failures that pass: the store is busy, locked or out of reach, somebody else wrote first, the definitions moved on, AWS did not answer. What was to be
 * done may be done again as it is, and is no fault of who asked.
 */
import { EventConflict } from '../../core/customer/applyEvent.ts';
import { SegmentsMoved } from '../../core/segment/afterEvent.ts';

/** Errors of AWS's clients say what the service answered. */
function isOfAws(failure: Error): boolean {
  return '$metadata' in failure || '$fault' in failure;
}

export function passes(failure: unknown): boolean {
  if (failure instanceof EventConflict || failure instanceof SegmentsMoved) return true;
  if (!(failure instanceof Error)) return false;
  if (failure.name === 'TransientError' || isOfAws(failure)) return true;
  return 'code' in failure && typeof failure.code === 'string' && failure.code.startsWith('store-');
}
