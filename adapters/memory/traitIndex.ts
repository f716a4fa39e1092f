/** People by the traits they have, ascending by id: an index a trait, made when somebody first asks for it. */
import { compareText } from '../records/textOrder.ts';
import type { CustomerRecord } from './customerRecord.ts';

/** The first place, among records by id, behind `after`. O(log records). */
export function placeAfter(records: readonly CustomerRecord[], after: string | null): number {
  if (after === null) return 0;
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(records[middle]?.id ?? '', after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class TraitIndex {
  private readonly byTrait = new Map<string, CustomerRecord[]>();

  /** Everyone who has the trait, or had it once; `everyone` is asked where nobody asked for this trait before. */
  having(trait: string, everyone: () => readonly CustomerRecord[]): readonly CustomerRecord[] {
    const known = this.byTrait.get(trait);
    if (known !== undefined) return known;
    const made = everyone().filter(({ person }) => person !== null && Object.hasOwn(person.traits, trait));
    this.byTrait.set(trait, made);
    return made;
  }

  /** The customer is erased. */
  forget(customer: CustomerRecord): void {
    for (const records of this.byTrait.values()) {
      const place = records.indexOf(customer);
      if (place >= 0) records.splice(place, 1);
    }
  }

  /** To be told of every person whose traits may be others than before. O(indexes · log people). */
  note(customer: CustomerRecord): void {
    for (const [trait, records] of this.byTrait) {
      if (customer.person === null || !Object.hasOwn(customer.person.traits, trait)) continue;
      const place = placeAfter(records, customer.id);
      if (records[place - 1]?.id !== customer.id) records.splice(place, 0, customer);
    }
  }
}
