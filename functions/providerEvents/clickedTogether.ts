/** Clicks of one batch seen side by side: several links of one message within a moment are a filter's, the first of them too. */
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { machineBehind } from '../../core/message/machineOpens.ts';

function messageOf({ decisionId, providerMessageId }: ProviderEvent): string {
  return decisionId ?? providerMessageId ?? '';
}

/** The events, with a scanner behind those clicks that give it away. */
export function clickedTogether(events: readonly ProviderEvent[]): ProviderEvent[] {
  const clicks = Map.groupBy(
    events.filter(({ kind }) => kind === 'clicked'),
    messageOf,
  );
  return events.map((event) => {
    const mine = event.kind === 'clicked' ? (clicks.get(messageOf(event)) ?? []) : [];
    if (mine.length < 2) return event;
    const sign = {
      kind: 'clicked',
      at: event.at,
      link: event.link ?? null,
      userAgent: event.userAgent ?? null,
    } as const;
    const others = mine.map(({ at, link }) => ({ at, link: link ?? null }));
    const machine = machineBehind(sign, { handedOverAt: null, clicks: others });
    return machine === null ? event : { ...event, machine };
  });
}
