/**
 * Branded identifiers: a string becomes one only through the function that checks it, so an order id
 * cannot stand where a customer id is meant.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The shop's own id of a customer. */
export type CustomerId = Branded<'CustomerId'>;
/** One passage of one customer through one journey (and event key). */
export type EnrolmentId = Branded<'EnrolmentId'>;
/** One message decided for one person. */
export type DecisionId = Branded<'DecisionId'>;
/** Keyed hash of an email address or phone number; consent is kept under it. */
export type AddressKey = Branded<'AddressKey'>;

const LONGEST_ID = 512;

export class InvalidId extends Error {
  readonly code = 'invalid-id';
  constructor(kind: string, raw: string) {
    super(
      `${kind} id must have 1 to ${LONGEST_ID} characters and no control characters; got ${raw.length} characters`,
    );
    this.name = 'InvalidId';
  }
}

function isPlain(raw: string): boolean {
  if (raw.length === 0 || raw.length > LONGEST_ID) return false;
  for (let i = 0; i < raw.length; i += 1) if (raw.charCodeAt(i) < 32) return false;
  return true;
}

export const isCustomerId = (raw: string): raw is CustomerId => isPlain(raw);
const isEnrolmentId = (raw: string): raw is EnrolmentId => raw.length > 0;
const isDecisionId = (raw: string): raw is DecisionId => raw.length > 0;
const isAddressKey = (raw: string): raw is AddressKey => raw.length > 0;

/** Throws `InvalidId` for an empty, overlong or control-character id. */
export function customerId(raw: string): CustomerId {
  if (isCustomerId(raw)) return raw;
  throw new InvalidId('customer', raw);
}

export function enrolmentId(raw: string): EnrolmentId {
  if (isEnrolmentId(raw)) return raw;
  throw new InvalidId('enrolment', raw);
}

export function decisionId(raw: string): DecisionId {
  if (isDecisionId(raw)) return raw;
  throw new InvalidId('decision', raw);
}

export function addressKey(raw: string): AddressKey {
  if (isAddressKey(raw)) return raw;
  throw new InvalidId('address', raw);
}
