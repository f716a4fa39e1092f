/**
 * The people an event leaves, from the plan of who owns what (`ownership.ts`): each profile adds up what its ids were told.
 * While a person has one id only, their profile is what was told; with the first id that joins, the identities keep what
 * each was told itself, so that an id that turns out to be somebody else's takes exactly its own along.
 */
import { canonicalJson } from '../canonicalJson.ts';
import { complaintOf, complaintRecord } from '../care/complaint.ts';
import type { CustomerId } from '../ids.ts';
import type { Complaint, ConsentChange } from '../message/contact.ts';
import type { EventChange, PersonWrite } from '../ports.ts';
import type { CustomerEvent } from './event.ts';
import {
  type Fields,
  fieldsAfterEvent,
  fieldsOf,
  fieldsWithout,
  mergedFields,
  newFields,
  type Told,
} from './fields.ts';
import type { OwnershipPlan } from './ownership.ts';
import { newPerson, type Person } from './person.ts';

export interface PeopleAfter {
  /** The person the event is applied to; lifecycle as stored. */
  readonly person: Person;
  readonly before: Person | null;
  /** What the event's own id was told, before and after. */
  readonly told: { readonly before: Fields | null; readonly after: Fields };
  readonly others: readonly PersonWrite[];
  readonly absorbed: NonNullable<EventChange['absorbed']>;
}

class People {
  private readonly plan: OwnershipPlan;
  private readonly event: CustomerEvent;
  private readonly ownConsents: readonly ConsentChange[];

  constructor(plan: OwnershipPlan, event: CustomerEvent, ownConsents: readonly ConsentChange[]) {
    this.plan = plan;
    this.event = event;
    this.ownConsents = ownConsents;
  }

  /** Every root concerned; those that stood for themselves until now come last. */
  async after(): Promise<PeopleAfter> {
    const { plan } = this;
    const others: PersonWrite[] = [];
    const absorbed: { id: CustomerId; expectedVersion: number }[] = [];
    let person: Person | null = null;
    for (const [id, record] of plan.records) {
      const expectedVersion = record?.person.version ?? 0;
      const after = plan.hood.identity(id).owner === id ? await this.personAfter(id) : null;
      if (after === null) {
        const isNews = record !== null || plan.handovers.some((one) => one.id === id);
        if (isNews) absorbed.push({ id, expectedVersion });
      } else if (id === plan.root) person = after;
      else others.push({ person: after, expectedVersion });
    }
    if (person === null)
      throw new Error(`an event of ${this.event.customerId} left nobody under ${plan.root}`);
    return { person, before: this.profile(plan.root), told: this.toldByEvent(), others, absorbed };
  }

  private profile(id: CustomerId): Person | null {
    return this.plan.records.get(id)?.person ?? null;
  }

  /** What an id was told before the event; null where it was told nothing. */
  private told(id: CustomerId): Fields | null {
    const stored = this.plan.hood.stored.get(id);
    const profile = this.profile(stored?.owner ?? id);
    if (profile?.id === id && profile.members.length === 0) return fieldsOf(profile);
    return stored?.fields ?? null;
  }

  private toldByEvent(): PeopleAfter['told'] {
    const { at, customerId } = this.event;
    const before = this.told(customerId);
    const after = fieldsAfterEvent(
      before ?? newFields(at),
      at,
      toldBy(this.event),
      this.ownConsents,
      complaintsIn(this.event),
    );
    return { before, after };
  }

  /** What an id was told, the event included. */
  private toldAfter(id: CustomerId): Fields | null {
    return id === this.event.customerId ? this.toldByEvent().after : this.told(id);
  }

  private membersAfter(id: CustomerId): CustomerId[] {
    const members = new Set(this.profile(id)?.members);
    for (const { id: one, from, into } of this.plan.handovers) {
      if (from === id) members.delete(one);
      if (into === id) members.add(one);
    }
    members.delete(id);
    return [...members].sort();
  }

  private lostBy(id: CustomerId): CustomerId[] {
    return this.plan.handovers
      .filter((one) => one.from === id && one.into !== id && one.id !== id)
      .map((one) => one.id);
  }

  /** Null where nothing was ever told under any id of this root. */
  private async personAfter(id: CustomerId): Promise<Person | null> {
    const before = this.profile(id);
    const members = this.membersAfter(id);
    const lost = this.lostBy(id);
    if (lost.length > 0) await this.plan.hood.read(members);
    const fields = lost.length > 0 ? this.fieldsAfterLoss(id, members, lost) : this.fieldsAfterGain(id);
    this.keepTold(id, members);
    if (fields === null) return null;
    const person = before ?? newPerson(id, fields.knownSince);
    return { ...person, ...fields, members, version: person.version + 1 };
  }

  private fieldsAfterGain(id: CustomerId): Fields | null {
    const { hood, handovers } = this.plan;
    const { customerId } = this.event;
    const changed = new Set(handovers.filter(({ into }) => into === id).map((one) => one.id));
    if (hood.identity(customerId).owner === id) changed.add(customerId);
    const told = [...changed].map((one) => this.toldAfter(one)).filter((one) => one !== null);
    const before = this.profile(id);
    const [first, ...rest] = before === null ? told : [fieldsOf(before), ...told];
    return first === undefined ? null : mergedFields(first, rest);
  }

  private fieldsAfterLoss(
    id: CustomerId,
    members: readonly CustomerId[],
    lost: readonly CustomerId[],
  ): Fields | null {
    const before = this.profile(id);
    const kept = [id, ...members].map((one) => this.toldAfter(one)).filter((one) => one !== null);
    if (before === null || kept.length === 0) return null;
    const theirs = lost.map((one) => this.told(one)).filter((one) => one !== null);
    return fieldsWithout(fieldsOf(before), kept, theirs);
  }

  /** Keeps with each id what it was told itself, while its person has several. */
  private keepTold(id: CustomerId, members: readonly CustomerId[]): void {
    const { hood, handovers } = this.plan;
    const concerned = new Set([id, this.event.customerId, ...handovers.map((one) => one.id)]);
    const isAlone = members.length === 0;
    for (const one of [id, ...members]) {
      if (!concerned.has(one)) continue;
      const identity = hood.identity(one);
      const fields = isAlone ? null : this.toldAfter(one);
      if (isAlone && identity.fields === null) continue;
      if (canonicalJson(fields) !== canonicalJson(identity.fields)) hood.put({ ...identity, fields });
    }
  }
}

/** What an event says of its person's fields; a language they chose themselves outranks one that was found out. */
function toldBy(event: CustomerEvent): Told | null {
  if (event.kind === 'identified') return event;
  if (event.kind !== 'preferred' || event.locale === undefined) return null;
  return { locale: event.locale, isStated: true };
}

function complaintsIn(event: CustomerEvent): Complaint[] {
  const told = complaintOf(event);
  return told === null ? [] : [complaintRecord(told)];
}

/** People after the event. Puts what each id was told into the plan's neighbourhood, to be written with them. */
export async function peopleAfter(
  plan: OwnershipPlan,
  event: CustomerEvent,
  ownConsents: readonly ConsentChange[],
): Promise<PeopleAfter> {
  return new People(plan, event, ownConsents).after();
}
