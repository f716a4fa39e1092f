/**
 * The keys programs sign in with, and the write keys events come with: one list in the config, where a key is kept as its SHA-256.
 * A key has 192 random bits, so a plain hash is enough; it is shown once, when it is made. One machine keeps the values too and
 * shows them to its admins: whoever reads its folder is one.
 */
import { hash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { ConfigStore } from '../../core/ports.ts';
import { KEY_KINDS, type KeyKind } from '../../core/roles.ts';
import { type Instant, isoInstant } from '../../core/time.ts';
import { notFound, Problem } from './problem.ts';

const keptSchema = z.array(
  z.looseObject({
    name: z.string(),
    kind: z.enum(KEY_KINDS),
    /** Its value, where that is kept; written by earlier versions for every kind. */
    writeKey: z.string().nullable(),
    hash: z.string().optional(),
    createdAt: z.number().optional(),
    createdBy: z.string().optional(),
  }),
);
type KeptKey = z.infer<typeof keptSchema>[number];

/** A key as it is listed: `writeKey` is null where its value is not kept. */
export interface KeyView {
  readonly name: string;
  readonly kind: KeyKind;
  readonly writeKey: string | null;
  readonly createdAt: string | null;
  readonly createdBy: string | null;
}

type Values = Pick<ConfigStore, 'getValue' | 'replaceValue'>;

const NAME = 'keys';
const MOST_KEYS = 100;
const MOST_TRIES = 20;

export function keyHash(key: string): string {
  return hash('sha256', key);
}

function parsed(json: string | null): KeptKey[] {
  return json === null ? [] : keptSchema.parse(JSON.parse(json));
}

function hashOf({ hash: kept, writeKey }: KeptKey): string | null {
  return kept ?? (writeKey === null ? null : keyHash(writeKey));
}

/** Names and kinds by the hash of the key. */
export async function keysByHash(
  store: Pick<ConfigStore, 'getValue'>,
): Promise<ReadonlyMap<string, Pick<KeptKey, 'name' | 'kind'>>> {
  const keys = parsed(await store.getValue(NAME));
  return new Map(
    keys.flatMap((key) => {
      const known = hashOf(key);
      return known === null ? [] : [[known, { name: key.name, kind: key.kind }] as const];
    }),
  );
}

function viewOf({ name, kind, writeKey, createdAt, createdBy }: KeptKey): KeyView {
  return {
    name,
    kind,
    writeKey,
    createdAt: createdAt === undefined ? null : isoInstant(createdAt),
    createdBy: createdBy ?? null,
  };
}

export async function listKeys(store: Pick<ConfigStore, 'getValue'>): Promise<KeyView[]> {
  return parsed(await store.getValue(NAME)).map(viewOf);
}

/** Changes the list as it was read, again from the top where somebody else was first. */
async function change<T>(
  store: Values,
  edit: (keys: readonly KeptKey[]) => { readonly keys: readonly KeptKey[]; readonly result: T },
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await store.getValue(NAME);
    const { keys, result } = edit(parsed(before));
    if (await store.replaceValue(NAME, before, JSON.stringify(keys))) return result;
  }
  const detail = 'the keys change all the time';
  throw new Problem({ status: 409, code: 'keys-conflict', title: 'Not now', detail, remedy: 'repeat it' });
}

function refuse(code: string, detail: string, remedy: string): Problem {
  return new Problem({ status: 409, code, title: 'The key cannot be made', detail, field: 'name', remedy });
}

export interface NewKey {
  readonly name: string;
  readonly kind: KeyKind;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

function newRow({ name, kind, createdAt, createdBy }: NewKey, keepsValue: boolean) {
  const value = `pk_${kind}_${randomBytes(24).toString('base64url')}`;
  const kept = keepsValue ? { writeKey: value } : { writeKey: null, hash: keyHash(value) };
  return { row: { name, kind, ...kept, createdAt, createdBy }, value };
}

/**
 * Makes a key, and tells its value: the only time it is told, unless `keepsKeys`. Throws a `Problem` of status 409: `key-exists`,
 * `too-many-keys`.
 */
export async function createKey(
  store: Values,
  wanted: NewKey,
  keepsKeys: boolean,
): Promise<KeyView & { readonly key: string }> {
  const { row, value } = newRow(wanted, keepsKeys);
  await change(store, (keys) => {
    if (keys.some(({ name }) => name === wanted.name))
      throw refuse(
        'key-exists',
        `there is a key "${wanted.name}" already`,
        'choose another name, or revoke it',
      );
    if (keys.length >= MOST_KEYS)
      throw refuse('too-many-keys', `there are ${keys.length} keys; no more are kept`, 'revoke one first');
    return { keys: [...keys, row], result: null };
  });
  return { ...viewOf(row), key: value };
}

/** From now on nothing is let in with it. Throws a `Problem` of status 404. */
export async function revokeKey(store: Values, name: string): Promise<Pick<KeyView, 'name' | 'kind'>> {
  return change(store, (keys) => {
    const gone = keys.find((one) => one.name === name);
    if (gone === undefined)
      throw notFound('unknown-key', `there is no key "${name}"`, 'see: perennial keys list');
    return { keys: keys.filter((one) => one !== gone), result: { name: gone.name, kind: gone.kind } };
  });
}
