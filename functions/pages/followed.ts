/**
 * Opens and clicks of messages whose links are followed: told once to whoever folds in what comes back, and never in the way
 * of the reader. A HEAD request tells nothing; a link leads only where its signed token says.
 */
import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { type Instant, utcDay } from '../../core/time.ts';
import type { LinkClaims } from '../shared/linkToken.ts';
import { leadsTo, pixel } from './answers.ts';
import type { PageAnswer, PageRequest } from './request.ts';

export type Report = (event: ProviderEvent) => Promise<unknown>;

const LONGEST_USER_AGENT_CHARS = 500;

/** The same program opening the same thing again on one day tells nothing new. */
function eventId(kind: string, claims: LinkClaims, userAgent: string, now: Instant): string {
  const what = createHash('sha256')
    .update(`${claims.to ?? ''}\n${userAgent}`)
    .digest('base64url')
    .slice(0, 16);
  return `${kind}/${claims.decisionId}/${utcDay(now)}/${what}`;
}

function eventOf(
  kind: 'opened' | 'clicked',
  claims: LinkClaims,
  { userAgent }: PageRequest,
  now: Instant,
): ProviderEvent {
  const agent = (userAgent ?? '').slice(0, LONGEST_USER_AGENT_CHARS);
  return {
    id: eventId(kind, claims, agent, now),
    channel: claims.channel,
    decisionId: claims.decisionId,
    providerMessageId: null,
    kind,
    at: now,
    userAgent: agent,
    ...(claims.to === undefined ? {} : { link: claims.to }),
  };
}

async function told(report: Report, event: ProviderEvent): Promise<void> {
  try {
    await report(event);
  } catch {
    // The reader goes on in any case; an open or a click is no promise.
  }
}

/** Null where the token names no link of the web. */
export async function click(
  report: Report,
  claims: LinkClaims,
  request: PageRequest,
  now: Instant,
): Promise<PageAnswer | null> {
  const { to } = claims;
  if (to === undefined || !/^https?:\/\/[^\s]+$/i.test(to)) return null;
  if (request.method === 'GET') await told(report, eventOf('clicked', claims, request, now));
  return leadsTo(to);
}

export async function open(
  report: Report,
  claims: LinkClaims,
  request: PageRequest,
  now: Instant,
): Promise<PageAnswer> {
  if (request.method === 'GET') await told(report, eventOf('opened', claims, request, now));
  return pixel();
}
