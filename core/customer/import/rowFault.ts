/** Why a row cannot be imported, in words for the person who has to mend the file. */
export type FaultCode =
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'not-text'
  | 'damaged-text'
  | 'inexact-number'
  | 'not-a-number'
  | 'too-many-decimals'
  | 'ambiguous-amount'
  | 'too-large'
  | 'other-currency'
  | 'not-a-date'
  | 'ambiguous-date'
  | 'unix-time'
  | 'date-before-1970'
  | 'date-in-future'
  | 'missing-key'
  | 'not-json'
  | 'wrong-field-count'
  | 'broken-quotes'
  | 'row-too-long'
  | 'reserved-id'
  | 'not-an-email'
  | 'not-an-address'
  | 'not-a-phone'
  | 'not-a-zone'
  | 'not-a-locale'
  | 'not-a-truth-value'
  | 'not-traits'
  | 'not-consents'
  | 'no-proof'
  | 'no-basis'
  | 'not-a-basis'
  | 'not-a-channel'
  | 'not-a-topic'
  | 'not-a-reason'
  | 'opt-out'
  | 'unknown-customer'
  | 'unknown-hash'
  | 'no-address'
  | 'impossible-history';

export interface Fault {
  readonly code: FaultCode;
  /** What is wrong, a clause that reads after the field's name. */
  readonly problem: string;
  /** What to change in the file or the command. */
  readonly remedy: string;
}

/** A fault of one mapped field, with the text that shows it. */
export interface FieldFault extends Fault {
  readonly field: string;
  readonly value: string;
}

export type Unreadable = { readonly kind: 'unreadable' } & Fault;

export function unreadable(code: FaultCode, problem: string, remedy: string): Unreadable {
  return { kind: 'unreadable', code, problem, remedy };
}
