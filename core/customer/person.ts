/**
 * A person as the shop knows them: contact, traits and the state of the relationship. Consent is not here: it belongs to
 * the address (see `message/contact.ts`), so an opt-out holds for every profile with that address.
 */
import type { CustomerId } from '../ids.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import type { JsonObject } from '../json.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Complaint, ConsentChange } from '../message/contact.ts';
import type { Instant } from '../time.ts';
import type { Order, OrderHistory } from './order.ts';

export interface Person {
  readonly id: CustomerId;
  /** Grows by one with every committed change; the condition of the next. */
  readonly version: number;
  /** When the shop first knew of this person. */
  readonly knownSince: Instant;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** BCP 47 tag, for example `zh-CN`. */
  readonly locale: string | null;
  /** IANA zone name; null means the shop's zone decides. */
  readonly zone: string | null;
  readonly traits: JsonObject;
  /** Null until the first evaluation. */
  readonly lifecycle: Lifecycle | null;
  /**
   * When each field was told, by `name`, `email`, …, and `traits.<name>`: the value told last stays, in whatever order
   * events come. A field without a time gives way to any that has one.
   */
  readonly fieldTimes: Readonly<Record<string, Instant>>;
  /** Other ids of this person, ascending; empty where `id` is the only one. */
  readonly members: readonly CustomerId[];
  /** Consents told without an address, the newest by channel and topic: they bind to the address in force. */
  readonly consents: readonly ConsentChange[];
  /** Of the person, wherever they are written to; by id. */
  readonly complaints: readonly Complaint[];
}

/** A person with everything kept under their key: one keyed read. */
export interface PersonRecord {
  readonly person: Person;
  readonly orders: readonly Order[];
  /** One enrolment a journey and event key: the newest passage. */
  readonly enrolments: readonly Enrolment[];
  /** All of `orders`, folded. */
  readonly history: OrderHistory;
}

/** A person nobody has said anything about yet. */
export function newPerson(id: CustomerId, knownSince: Instant): Person {
  return {
    id,
    version: 0,
    knownSince,
    name: null,
    email: null,
    phone: null,
    locale: null,
    zone: null,
    traits: {},
    lifecycle: null,
    fieldTimes: {},
    members: [],
    consents: [],
    complaints: [],
  };
}
