/** A person whose traits a journey sets. */
import type { Json } from '../json.ts';
import type { Instant } from '../time.ts';
import { fieldsAfter } from './fields.ts';
import type { Person } from './person.ts';

/** The person with these traits as of `at`, one version on; a value told later than `at` stays. Null empties a trait. */
export function withTraits(person: Person, traits: Readonly<Record<string, Json>>, at: Instant): Person {
  return { ...person, ...fieldsAfter(person, { traits }, at), version: person.version + 1 };
}
