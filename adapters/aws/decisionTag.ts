/**
 * A decision's id as a tag of the message that carries it, so that the provider's events name the decision again. Tags of SES
 * take ASCII letters, digits, `_` and `-` alone: the id travels as base64url of its UTF-8 bytes, in as many tags as it
 * needs. Each tag of several says which of how many it is, so an id that came back in part is no id.
 */
import { type DecisionId, decisionId } from '../../core/ids.ts';

const NAME = 'perennial-decision';
const BASE64URL = /^[\w-]+$/;

/** What one provider takes as tags of one message. */
export interface TagRoom {
  readonly longestChars: number;
  readonly most: number;
}

/** Message tags of SES: 256 characters a value. */
export const SES_TAGS: TagRoom = { longestChars: 256, most: 10 };
/** Context of an SMS: 800 characters a value, five entries. */
export const SMS_CONTEXT: TagRoom = { longestChars: 800, most: 5 };

function nameOf(place: number, count: number): string {
  return count === 1 ? NAME : `${NAME}-${place}of${count}`;
}

/** Tags by name. None where the id is longer than the room: its events are then found by the provider's own message id. */
export function decisionTag(id: DecisionId, { longestChars, most }: TagRoom): Record<string, string> {
  const encoded = Buffer.from(id).toString('base64url');
  const count = Math.ceil(encoded.length / longestChars);
  if (count > most) return {};
  const tags: Record<string, string> = {};
  for (let place = 1; place <= count; place += 1)
    tags[nameOf(place, count)] = encoded.slice((place - 1) * longestChars, place * longestChars);
  return tags;
}

/** The value of a tag: SES's events carry each as a list. */
function valueOf(tags: Readonly<Record<string, unknown>>, name: string): string | null {
  const found = Object.hasOwn(tags, name) ? tags[name] : undefined;
  const value: unknown = Array.isArray(found) && found.length === 1 ? found[0] : found;
  return typeof value === 'string' && BASE64URL.test(value) ? value : null;
}

/** How many tags the id came in, as the first of them says; 1 where there is none such. */
function countIn(tags: Readonly<Record<string, unknown>>): number {
  const first = Object.keys(tags).find((name) => name.startsWith(`${NAME}-1of`));
  const count = Number(first?.slice(`${NAME}-1of`.length) ?? 1);
  return Number.isInteger(count) && count >= 1 && count <= SES_TAGS.most ? count : 1;
}

/** The decision an event's tags (`mail.tags` of SES, `context` of an SMS) name; null where they name none, or not all of one. */
export function decisionOfTag(tags: Readonly<Record<string, unknown>>): DecisionId | null {
  const count = countIn(tags);
  let encoded = '';
  for (let place = 1; place <= count; place += 1) {
    const value = valueOf(tags, nameOf(place, count));
    if (value === null) return null;
    encoded += value;
  }
  const id = Buffer.from(encoded, 'base64url').toString();
  return id === '' ? null : decisionId(id);
}
