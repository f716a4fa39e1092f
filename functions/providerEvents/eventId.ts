/** The name an event is deduplicated by, made of what it says: a topic may deliver it twice, under two names of its own. */
import { hash } from 'node:crypto';

const CHARS = 22;

/** 132 bits of SHA-256 over the parts. */
export function eventId(...parts: readonly (string | number | undefined)[]): string {
  return hash('sha256', JSON.stringify(parts.map((part) => part ?? null)), 'base64url').slice(0, CHARS);
}
