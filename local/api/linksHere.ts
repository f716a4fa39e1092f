/**
 * A kept message with the links of its letter, and those of the question it asks, leading to where pages are answered now: it may have been written for a server
 * on another port, or before the settings named an address.
 */
import type { Json, JsonObject } from '../../core/json.ts';

const PAGE = /^https?:\/\/.*?(\/p\/[a-z]+\/[\w.-]+(?:\?[\w=&.-]*)?)$/;

/** Every address of a page of this shop's in a value, however deep. */
function rebased(value: Json, baseUrl: string): Json {
  if (typeof value === 'string') {
    const path = PAGE.exec(value)?.[1];
    return path === undefined ? value : `${baseUrl}${path}`;
  }
  if (Array.isArray(value)) return value.map((one: Json) => rebased(one, baseUrl));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rebased(one, baseUrl)]));
}

export function withLinksHere<Message extends { readonly mergeData: JsonObject }>(
  message: Message,
  { links: made }: { readonly links?: { readonly baseUrl: string } },
): Message {
  const { links, survey } = message.mergeData;
  if (made === undefined) return message;
  const here = {
    ...(links === undefined ? {} : { links: rebased(links, made.baseUrl) }),
    ...(survey === undefined ? {} : { survey: rebased(survey, made.baseUrl) }),
  };
  return { ...message, mergeData: { ...message.mergeData, ...here } };
}
