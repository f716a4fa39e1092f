/** Events of a case as the engine applies them, in the order of their arrival. */
import type { CustomerEvent } from '../../core/customer/event.ts';
import { customerId } from '../../core/ids.ts';
import type { Stage } from '../../core/lifecycle/lifecycle.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { GivenEvent } from './caseParts.ts';
import { consentChanges, currencyOf, instantOf, minorOf, type Subject } from './given.ts';

export type Told =
  | { readonly kind: 'event'; readonly arrivesAt: Instant; readonly event: CustomerEvent }
  | { readonly kind: 'stage'; readonly arrivesAt: Instant; readonly id: string; readonly stage: Stage };

type Head = Pick<CustomerEvent, 'source' | 'messageId' | 'customerId' | 'at'>;

function orderEvent(head: Head, told: NonNullable<GivenEvent['order']>, settings: Settings): CustomerEvent {
  const { id = head.messageId, amount, items = [], properties } = told;
  const order = {
    id,
    customerId: head.customerId,
    at: head.at,
    amountMinor: minorOf(amount, settings),
    currency: currencyOf(settings),
    lines: items.map((item) => ({ item, quantity: 1, priceMinor: null })),
  };
  return { ...head, kind: 'order', order, ...(properties === undefined ? {} : { properties }) };
}

function identifyEvent(head: Head, told: NonNullable<GivenEvent['identify']>): CustomerEvent {
  const { consents, name, email, phone, locale, zone, traits } = told;
  return {
    ...head,
    kind: 'identified',
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(locale === undefined ? {} : { locale }),
    ...(zone === undefined ? {} : { zone }),
    ...(traits === undefined ? {} : { traits }),
    ...(consents === undefined ? {} : { consents: consentChanges(consents, head.at) }),
  };
}

function toldOf(line: GivenEvent, place: number, { id, base }: Subject, settings: Settings): Told {
  const at = instantOf(line.at, base);
  const arrivesAt = line.arrives === undefined ? at : instantOf(line.arrives, base);
  if (line.stage !== undefined) return { kind: 'stage', arrivesAt, id, stage: line.stage };
  const head = { source: 'case', messageId: line.id ?? `event-${place + 1}`, customerId: customerId(id), at };
  if (line.order !== undefined)
    return { kind: 'event', arrivesAt, event: orderEvent(head, line.order, settings) };
  if (line.identify !== undefined)
    return { kind: 'event', arrivesAt, event: identifyEvent(head, line.identify) };
  const { event: name = '', properties = {} } = line;
  return { kind: 'event', arrivesAt, event: { ...head, kind: 'tracked', name, properties } };
}

/** Events of one instant stay in the order of the file. */
export function toldInOrder(
  events: readonly GivenEvent[],
  subjectOf: (line: { readonly customer?: string | undefined }) => Subject,
  settings: Settings,
): Told[] {
  return events
    .map((line, place) => toldOf(line, place, subjectOf(line), settings))
    .sort((a, b) => a.arrivesAt - b.arrivesAt);
}
