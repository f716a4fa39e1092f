/** What came back about a message, as the management API shows it: each thing once, at the earliest time it was told. */
import type { Feedback } from '../../../core/message/feedback.ts';
import { isoOrNull } from './customer.ts';

export function feedbackView(feedback: Feedback | null) {
  if (feedback === null || Object.keys(feedback).length === 0) return null;
  return {
    deliveredAt: isoOrNull(feedback.deliveredAt),
    openedAt: isoOrNull(feedback.openedAt),
    openedByMachineAt: isoOrNull(feedback.openedByMachineAt),
    clickedAt: isoOrNull(feedback.clickedAt),
    clickedByMachineAt: isoOrNull(feedback.clickedByMachineAt),
    softBouncedAt: isoOrNull(feedback.softBouncedAt),
    hardBouncedAt: isoOrNull(feedback.hardBouncedAt),
    bounceDetail: feedback.bounceDetail ?? null,
    complainedAt: isoOrNull(feedback.complainedAt),
    rejectedAt: isoOrNull(feedback.rejectedAt),
  };
}
