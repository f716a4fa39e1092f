/** What came back about a message, in the order it happened, and which of it says the most. */
import type { FeedbackView } from '../api/types.ts';
import type { IconName } from './Icon.tsx';

export const FEEDBACK_KINDS = [
  'complained',
  'hardBounced',
  'rejected',
  'softBounced',
  'clicked',
  'opened',
  'clickedByMachine',
  'openedByMachine',
  'delivered',
] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export const FEEDBACK_ICONS: Readonly<Record<FeedbackKind, IconName>> = {
  complained: 'flag',
  hardBounced: 'stop',
  rejected: 'stop',
  softBounced: 'again',
  clicked: 'click',
  opened: 'eye',
  clickedByMachine: 'chip',
  openedByMachine: 'chip',
  delivered: 'check',
};

const BAD: ReadonlySet<FeedbackKind> = new Set(['complained', 'hardBounced', 'rejected', 'softBounced']);

export function isBad(kind: FeedbackKind): boolean {
  return BAD.has(kind);
}

function timeOf(feedback: FeedbackView, kind: FeedbackKind): string | null {
  return feedback[`${kind}At`];
}

export interface CameBack {
  readonly kind: FeedbackKind;
  readonly at: string;
}

/** By time. */
export function cameBack(feedback: FeedbackView | null): CameBack[] {
  if (feedback === null) return [];
  const told = FEEDBACK_KINDS.toReversed().flatMap((kind) => {
    const at = timeOf(feedback, kind);
    return at === null ? [] : [{ kind, at }];
  });
  return told.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/** What says the most; null where nothing came back. */
export function mostTelling(feedback: FeedbackView | null): FeedbackKind | null {
  if (feedback === null) return null;
  return FEEDBACK_KINDS.find((kind) => timeOf(feedback, kind) !== null) ?? null;
}
