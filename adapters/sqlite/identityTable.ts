/**
 * Ids that are one person, in their table, and what passes from one to another: an absorbed profile leaves its orders
 * without a customer (`customer_no` below 0), found by the id they came with.
 */
import type { StatementSync } from 'node:sqlite';
import type { Fields } from '../../core/customer/fields.ts';
import type { Identity } from '../../core/customer/identityItem.ts';
import type { Link } from '../../core/customer/links.ts';
import { addressKey, type CustomerId, customerId } from '../../core/ids.ts';
import { isJsonObject, json, number, type Row, text } from './columns.ts';
import { isComplaint, isConsent } from './contactRows.ts';
import type { SqliteFile } from './sqliteFile.ts';

interface Body {
  readonly since: number | null;
  readonly links: readonly { kind: Link['kind']; a: string; b: string; at: number }[];
  readonly claims: readonly string[];
  readonly fields: KeptFields | null;
}

function isLink(value: unknown): value is Body['links'][number] {
  return (
    isJsonObject(value) &&
    (value.kind === 'alias' || value.kind === 'seen') &&
    typeof value.a === 'string' &&
    typeof value.b === 'string' &&
    typeof value.at === 'number'
  );
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** Without complaints in a file of an older version. */
type KeptFields = Omit<Fields, 'complaints'> & Partial<Pick<Fields, 'complaints'>>;

function isFields(value: unknown): value is KeptFields {
  return (
    isJsonObject(value) &&
    typeof value.knownSince === 'number' &&
    [value.name, value.email, value.phone, value.locale, value.zone].every(isTextOrNull) &&
    isJsonObject(value.traits) &&
    isJsonObject(value.fieldTimes) &&
    Object.values(value.fieldTimes).every((at) => typeof at === 'number') &&
    Array.isArray(value.consents) &&
    value.consents.every(isConsent) &&
    (value.complaints === undefined ||
      (Array.isArray(value.complaints) && value.complaints.every(isComplaint)))
  );
}

function isBody(value: unknown): value is Body {
  return (
    isJsonObject(value) &&
    (value.since === null || typeof value.since === 'number') &&
    Array.isArray(value.links) &&
    value.links.every(isLink) &&
    Array.isArray(value.claims) &&
    value.claims.every((key) => typeof key === 'string') &&
    (value.fields === null || isFields(value.fields))
  );
}

function readIdentity(row: Row): Identity {
  const { since, links, claims, fields } = json(row, 'body', isBody);
  return {
    id: customerId(text(row, 'id')),
    version: number(row, 'version'),
    owner: customerId(text(row, 'owner')),
    since,
    links: links.map(({ kind, a, b, at }) => ({ kind, a: customerId(a), b: customerId(b), at })),
    claims: claims.map(addressKey),
    fields: fields === null ? null : { ...fields, complaints: fields.complaints ?? [] },
  };
}

function prepareIdentities(file: SqliteFile) {
  return {
    identity: file.prepare('SELECT * FROM identities WHERE id = ?'),
    owner: file.prepare('SELECT owner FROM identities WHERE id = ?'),
    version: file.prepare('SELECT version FROM identities WHERE id = ?'),
    put: file.prepare(
      `INSERT INTO identities (id, version, owner, body) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, owner = excluded.owner, body = excluded.body`,
    ),
    leaveOrders: file.prepare(
      'UPDATE orders SET origin = ifnull(origin, ?1), customer_no = -?2 WHERE customer_no = ?2',
    ),
    removeLifecycle: file.prepare('DELETE FROM lifecycles WHERE customer_id = ?'),
    removePerson: file.prepare('DELETE FROM people WHERE no = ?'),
    numberOf: file.prepare('SELECT no FROM people WHERE id = ?'),
    strayOrders: file.prepare(
      'SELECT no, customer_no FROM orders WHERE origin = ? AND customer_no <> ? ORDER BY no LIMIT ?',
    ),
    giveOrder: file.prepare('UPDATE orders SET customer_no = ?, origin = ? WHERE no = ?'),
    /** The order took one off the version, which must grow by one instead. */
    growVersion: file.prepare('UPDATE people SET version_base = version_base + 2 WHERE no = ?'),
  } satisfies Record<string, StatementSync>;
}

export class IdentityTable {
  private readonly sql: ReturnType<typeof prepareIdentities>;
  private readonly countMerge: () => void;

  /** `countMerge` is called whenever an id begins to lead to another. */
  constructor(file: SqliteFile, countMerge: () => void) {
    this.sql = prepareIdentities(file);
    this.countMerge = countMerge;
  }

  identity(id: CustomerId): Identity | null {
    const row = this.sql.identity.get(id);
    return row === undefined ? null : readIdentity(row);
  }

  /** The root an id leads to; the id itself where it leads nowhere. */
  ownerOf(id: CustomerId): CustomerId {
    const row = this.sql.owner.get(id);
    return row === undefined ? id : customerId(text(row, 'owner'));
  }

  /** 0 where there is none. */
  versionOf(id: CustomerId): number {
    const row = this.sql.version.get(id);
    return row === undefined ? 0 : number(row, 'version');
  }

  put({ id, version, owner, since, links, claims, fields }: Identity): void {
    this.sql.put.run(id, version, owner, JSON.stringify({ since, links, claims, fields }));
  }

  /** Takes a profile away; its orders wait for `moveOrders`. */
  absorb(id: CustomerId): void {
    const no = this.numberOf(id);
    if (no === null) return;
    this.sql.leaveOrders.run(id, no);
    this.sql.removeLifecycle.run(id);
    this.sql.removePerson.run(no);
    this.countMerge();
  }

  /** Gives up to `limit` orders that came with an id to its owner. */
  moveOrders(id: CustomerId, owner: CustomerId, limit: number): { orders: number; more: boolean } {
    const no = this.numberOf(owner);
    if (no === null) return { orders: 0, more: false };
    const found = this.sql.strayOrders.all(id, no, limit + 1);
    const moving = found.slice(0, limit);
    for (const row of moving) {
      const from = number(row, 'customer_no');
      this.sql.giveOrder.run(no, owner === id ? null : id, number(row, 'no'));
      if (from > 0) this.sql.growVersion.run(from);
    }
    return { orders: moving.length, more: found.length > limit };
  }

  private numberOf(id: CustomerId): number | null {
    const row = this.sql.numberOf.get(id);
    return row === undefined ? null : number(row, 'no');
  }
}
