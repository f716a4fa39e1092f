/** Who may do what: the roles of people and programs, and the kinds of keys. */

/** Each may do what those before it may. */
export const ROLES = ['viewer', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A write key takes events in; every other key signs in with the role of its name. */
export const KEY_KINDS = ['write', ...ROLES] as const;
export type KeyKind = (typeof KEY_KINDS)[number];
