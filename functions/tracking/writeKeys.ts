/**
 * Who sends: the name of the write key of a request. Keys are read from the store once, again after half a minute, and when one is
 * shown that is not among them, at most once a second: a new key works at once, a revoked one soon no more, and a guesser costs
 * no reads.
 */
import type { ConfigStore } from '../../core/ports.ts';
import { SECOND_MS } from '../../core/time.ts';
import { keyHash, keysByHash } from '../shared/apiKeys.ts';

/** After a key was shown that is not among them. */
const READ_AGAIN_AFTER_MS = SECOND_MS;
/** In any case, so that a key that was revoked is let in no longer. */
const BELIEVED_FOR_MS = 30 * SECOND_MS;

/** The user of a `Basic` authorization header, decoded; null where it is none. The password does not matter. */
export function basicUser(authorization: string): string | null {
  const match = /^basic +([a-z\d+/_-]+=*) *$/i.exec(authorization);
  const text = match === null ? '' : Buffer.from(match[1] ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  return user === '' ? null : user;
}

export class WriteKeys {
  /** By the hash of the key. */
  private names: ReadonlyMap<string, string> = new Map();
  /** Names by whole authorization header; holds nothing but headers of known keys. */
  private headers = new Map<string, string>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> = Promise.resolve();
  private readonly store: Pick<ConfigStore, 'getValue'>;
  private readonly now: () => number;

  constructor(store: Pick<ConfigStore, 'getValue'>, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** The name of the key of an authorization header; null for one nobody gave out. */
  async ofHeader(authorization: string): Promise<string | null> {
    if (this.now() - this.readAt >= BELIEVED_FOR_MS) await this.read();
    const known = this.headers.get(authorization);
    if (known !== undefined) return known;
    const user = basicUser(authorization);
    const name = user === null ? null : await this.ofKey(user);
    if (name !== null && this.headers.size < 1_000) this.headers.set(authorization, name);
    return name;
  }

  async ofKey(writeKey: string): Promise<string | null> {
    const hash = keyHash(writeKey);
    if (!this.names.has(hash) || this.now() - this.readAt >= BELIEVED_FOR_MS) await this.read();
    return this.names.get(hash) ?? null;
  }

  /** Those who ask while it is being read wait for the same reading. */
  private read(): Promise<void> {
    const now = this.now();
    if (now - this.readAt >= READ_AGAIN_AFTER_MS) {
      this.readAt = now;
      this.reading = this.readNow();
    }
    return this.reading;
  }

  private async readNow(): Promise<void> {
    const keys = await keysByHash(this.store);
    this.names = new Map(
      [...keys].flatMap(([hash, { name, kind }]) => (kind === 'write' ? [[hash, name]] : [])),
    );
    this.headers = new Map();
  }
}
