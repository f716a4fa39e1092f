/**
 * A kept message with the links of its letter leading to where pages are answered now: it may have been written for a server
 * on another port, or before the settings named an address.
 */
import type { MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Container } from '../../functions/shared/container.ts';

const PAGE = /^https?:\/\/.*?(\/p\/[a-z]+\/[\w.-]+)$/;

function rebased(links: JsonObject, baseUrl: string): JsonObject {
  return Object.fromEntries(
    Object.entries(links).map(([name, link]) => {
      const path = typeof link === 'string' ? PAGE.exec(link)?.[1] : undefined;
      return [name, path === undefined ? link : `${baseUrl}${path}`];
    }),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function withLinksHere<Message extends MailboxMessage>(
  message: Message,
  { links: made }: Pick<Container, 'links'>,
): Message {
  const { links } = message.mergeData;
  if (made === undefined || !isObject(links)) return message;
  return { ...message, mergeData: { ...message.mergeData, links: rebased(links, made.baseUrl) } };
}
