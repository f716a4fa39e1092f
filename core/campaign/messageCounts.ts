/** What became of messages, as counts: by outcome, by why they were not sent, and by what came back about them. */
import type { Decision } from '../message/decision.ts';

/** Messages by what became of them; `accepted` is their sum. */
export interface MessageCounts {
  accepted: number;
  sent: number;
  heldOut: number;
  failed: number;
  unknown: number;
  pending: number;
  suppressed: Record<string, number>;
  delivered: number;
  opened: number;
  clicked: number;
  bounced: number;
  complained: number;
  costMicroUsd: number;
}

export function noMessages(): MessageCounts {
  return {
    accepted: 0,
    sent: 0,
    heldOut: 0,
    failed: 0,
    unknown: 0,
    pending: 0,
    suppressed: {},
    delivered: 0,
    opened: 0,
    clicked: 0,
    bounced: 0,
    complained: 0,
    costMicroUsd: 0,
  };
}

function addOutcome(counts: MessageCounts, { outcome, reason }: Decision): void {
  switch (outcome) {
    case 'sent':
    case 'failed':
    case 'unknown':
      counts[outcome] += 1;
      return;
    case 'held-out':
      counts.heldOut += 1;
      return;
    case 'pending':
    case 'claimed':
      counts.pending += 1;
      return;
    case 'suppressed':
      counts.suppressed[reason ?? 'unknown'] = (counts.suppressed[reason ?? 'unknown'] ?? 0) + 1;
  }
}

/** Counts one message in. */
export function addMessage(counts: MessageCounts, decision: Decision): void {
  const { feedback, costMicroUsd } = decision;
  counts.accepted += 1;
  counts.costMicroUsd += costMicroUsd;
  addOutcome(counts, decision);
  if (feedback === null) return;
  counts.delivered += Number(feedback.deliveredAt !== undefined);
  counts.opened += Number(feedback.openedAt !== undefined);
  counts.clicked += Number(feedback.clickedAt !== undefined);
  counts.bounced += Number(feedback.hardBouncedAt !== undefined || feedback.softBouncedAt !== undefined);
  counts.complained += Number(feedback.complainedAt !== undefined);
}
