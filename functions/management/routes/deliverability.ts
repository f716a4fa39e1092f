/** `GET /v1/deliverability?days=N`: what became of mails, by who runs the mailbox, from the tallies of the last N UTC days. */
import { MAILBOX_PROVIDERS } from '../../../core/message/mailboxProvider.ts';
import type { Tally } from '../../../core/message/tally.ts';
import { tallyGroupParts } from '../../../core/message/tally.ts';
import { isoDay, utcDay } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import type { Route, RouteRequest } from './route.ts';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 90;

function daysOf({ query }: RouteRequest): number {
  const days = Number(query.days ?? DEFAULT_DAYS);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw misuse(
    'days',
    `days must be a whole number from 1 to ${MOST_DAYS}`,
    `leave it out for ${DEFAULT_DAYS}`,
  );
}

type Counts = Map<Tally['what'], number>;

function rate(part: number, of: number): number | null {
  return of === 0 ? null : part / of;
}

/**
 * Delivery and bounces are of what was sent, the rest of what was delivered, opens and clicks of machines apart; null where there is
 * nothing to take a share of.
 */
function rowOf(provider: string, counts: Counts) {
  const of = (what: Tally['what']) => counts.get(what) ?? 0;
  const [sent, delivered, hard, soft] = [of('sent'), of('delivered'), of('hard-bounced'), of('soft-bounced')];
  const [complaints, opened, clicked] = [of('complained'), of('opened'), of('clicked')];
  return {
    provider,
    sent,
    delivered,
    hardBounces: hard,
    softBounces: soft,
    complaints,
    opened,
    clicked,
    openedByMachine: of('opened-by-machine'),
    clickedByMachine: of('clicked-by-machine'),
    rates: {
      delivered: rate(delivered, sent),
      hardBounces: rate(hard, sent),
      softBounces: rate(soft, sent),
      complaints: rate(complaints, delivered),
      opened: rate(opened, delivered),
      clicked: rate(clicked, delivered),
    },
  };
}

function orderOf(provider: string): number {
  return MAILBOX_PROVIDERS.findIndex((one) => one === provider);
}

export function deliverability({ store, now }: Container): Route {
  return async (request) => {
    const days = daysOf(request);
    const until = utcDay(now());
    const since = until - days + 1;
    const byProvider = new Map<string, Counts>();
    const all: Counts = new Map();
    for (const { group, what, count } of await store.tallies({ since, until })) {
      const { mailboxProvider } = tallyGroupParts(group);
      if (mailboxProvider === 'sms') continue;
      const counts = byProvider.get(mailboxProvider) ?? new Map<Tally['what'], number>();
      byProvider.set(mailboxProvider, counts);
      for (const one of [counts, all]) one.set(what, (one.get(what) ?? 0) + count);
    }
    const providers = [...byProvider].sort(([a], [b]) => orderOf(a) - orderOf(b));
    return {
      since: isoDay(since),
      until: isoDay(until),
      hasEvents: [...all.keys()].some((what) => what !== 'sent'),
      providers: providers.map(([provider, counts]) => rowOf(provider, counts)),
      total: rowOf('all', all),
    };
  };
}
