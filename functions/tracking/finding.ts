/** What is wrong with a message or with one field of it, in words for the person who sends it. */

export const FINDING_CODES = [
  'not-json',
  'not-an-event',
  'unknown-type',
  'event-too-large',
  'batch-too-large',
  'too-deep',
  'missing-id',
  'invalid-id',
  'id-too-long',
  'missing-event-name',
  'event-name-too-long',
  'not-an-object',
  'not-text',
  'too-long',
  'invalid-time',
  'implausible-time',
  'time-in-future',
  'clock-skew-ignored',
  'invalid-email',
  'invalid-phone',
  'invalid-locale',
  'unknown-zone',
  'invalid-consent',
  'invalid-complaint',
  'invalid-line',
  'missing-amount',
  'invalid-amount',
  'negative-amount',
  'rounded-amount',
  'missing-currency',
  'invalid-currency',
  'other-currency',
  'unknown-order',
  'alias-to-itself',
  'cannot-apply',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Beside an event that is applied: a note on what was taken for what, or a field that was left out. */
export interface Finding {
  readonly code: FindingCode;
  /** Path of the field within the message; empty where the message itself is meant. */
  readonly field: string;
  /** What is wrong, a sentence without its full stop. */
  readonly message: string;
  /** What to change. */
  readonly remedy: string;
  /** True where what the field said was not taken: it is kept among the rejected. */
  readonly lost: boolean;
}

/** Thrown while a message is read: the whole of it is refused. */
export class Refused extends Error {
  readonly code: FindingCode;
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.name = 'Refused';
    this.code = finding.code;
    this.finding = finding;
  }
}

export function refused(code: FindingCode, field: string, message: string, remedy: string): Refused {
  return new Refused({ code, field, message, remedy, lost: true });
}

/** A field that is left out while the rest of its event is applied. */
export function leftOut(code: FindingCode, field: string, message: string, remedy: string): Finding {
  return { code, field, message, remedy, lost: true };
}

/** Something taken otherwise than it was sent, of which nothing is lost. */
export function noted(code: FindingCode, field: string, message: string, remedy: string): Finding {
  return { code, field, message, remedy, lost: false };
}

const LONGEST_SHOWN = 60;

/** A value as a finding may show it: short, and of one line. */
export function shown(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).replaceAll(
    /\p{Cc}+/gu,
    ' ',
  );
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
