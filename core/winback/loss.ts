/**
 * The kinds of loss of which each has its own answer (Stauss & Friege 1999 tell regaining by cause; the reasons are Keaveney's):
 * natural, competitive and our fault are active; not malicious, retaliatory and malicious are passive. What is known of a person
 * decides the kind, the gravest first; an answer comes before any sum. Nobody is written off on silence: `unknown` goes to the sum.
 */
import { isOpenComplaint } from '../care/complaint.ts';
import type { Person } from '../customer/person.ts';
import { lossReason, LOSS_REASON_TRAIT, type LossReason } from '../feedback/lossReason.ts';
import { LOSS_KINDS, type LossKind } from './names.ts';

export const LOSS_ANSWERS = ['settle', 'end', 'close', 'remind', 'ask', 'mend', 'sum'] as const;
export type LossAnswer = (typeof LOSS_ANSWERS)[number];

/** What is done first about a kind of loss; `ask` and `mend` go along with the sum. */
export const ANSWER_TO: Readonly<Record<LossKind, LossAnswer>> = {
  retaliatory: 'settle',
  malicious: 'end',
  natural: 'close',
  passive: 'remind',
  competitive: 'ask',
  'own-fault': 'mend',
  unknown: 'sum',
};

/** What a shop learns of a loss that nobody states as a reason. It is kept in the trait `loss_event`. */
export const LOSS_EVENTS = [
  'payment-failed',
  'address-invalid',
  'moved',
  'died',
  'fraud',
  'bad-credit',
] as const;
export type LossEvent = (typeof LOSS_EVENTS)[number];

/** The trait that holds it. */
export const LOSS_EVENT_TRAIT = 'loss_event';

const KIND_OF_EVENT: Readonly<Record<LossEvent, LossKind>> = {
  'payment-failed': 'passive',
  'address-invalid': 'passive',
  moved: 'natural',
  died: 'natural',
  fraud: 'malicious',
  'bad-credit': 'malicious',
};

const KIND_OF_REASON: Readonly<Record<LossReason, LossKind>> = {
  price: 'competitive',
  competition: 'competitive',
  inconvenience: 'own-fault',
  'core-failure': 'own-fault',
  'bad-encounter': 'own-fault',
  'bad-answer': 'own-fault',
  ethics: 'own-fault',
  involuntary: 'natural',
};

function lossEvent(value: unknown): LossEvent | null {
  return LOSS_EVENTS.find((known) => known === value) ?? null;
}

export interface Loss {
  readonly kind: LossKind;
  readonly answer: LossAnswer;
  /** The complaint, event or reason it rests on; null for `unknown`. */
  readonly because: string | null;
}

function lossOfKind(kind: LossKind, because: string | null): Loss {
  return { kind, answer: ANSWER_TO[kind], because };
}

/** The kind of loss as a person's records say it. */
export function lossOf({ complaints, traits }: Pick<Person, 'complaints' | 'traits'>): Loss {
  const event = lossEvent(traits[LOSS_EVENT_TRAIT]);
  const reason = lossReason(traits[LOSS_REASON_TRAIT]);
  const known: Loss[] = [];
  const open = complaints.find(isOpenComplaint);
  if (open !== undefined) known.push(lossOfKind('retaliatory', open.id));
  if (event !== null) known.push(lossOfKind(KIND_OF_EVENT[event], event));
  if (reason !== null) known.push(lossOfKind(KIND_OF_REASON[reason], reason));
  known.sort((a, b) => LOSS_KINDS.indexOf(a.kind) - LOSS_KINDS.indexOf(b.kind));
  return known[0] ?? lossOfKind('unknown', null);
}
