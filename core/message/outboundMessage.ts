/** A decision as the provider is handed it: address, template in the reader's language, and what is merged into it. */
import type { Person } from '../customer/person.ts';
import type { OutboundMessage } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';
import type { SendDeps } from './sendDeps.ts';
import { templateLocale } from './template.ts';

/** What the provider is handed; null where there is no such template. */
export function outboundMessage(
  deps: SendDeps,
  decision: Decision,
  person: Person,
  to: string,
  now: Instant,
): OutboundMessage | null {
  const { channel, template } = decision;
  const envelope = {
    decisionId: decision.id,
    customerId: decision.customerId,
    to,
    journeyId: decision.journeyId,
    journeyVersion: decision.journeyVersion,
    nodeId: decision.nodeId,
    class: decision.class,
    topic: decision.topic,
    locale: templateLocale(person.locale, deps.settings.shop.locale),
    at: now,
  };
  const mergeData = () => deps.mergeData(decision, person, deps.settings, now);
  if (channel === 'webhook') return { ...envelope, channel, mergeData: mergeData() };
  const templateVersion = deps.templateVersion(template, channel);
  const variant = deps.templateVariant?.(template, person.locale) ?? null;
  return templateVersion === null
    ? null
    : { ...envelope, ...variant, channel, template, templateVersion, mergeData: mergeData() };
}

/** The decision with the products its message shows. */
export async function withPicks(
  { picks }: SendDeps,
  decision: Decision,
  person: Person,
  now: Instant,
): Promise<Decision> {
  if (picks === undefined || decision.given?.['picks'] !== undefined) return decision;
  const shown = await picks(decision, person, now);
  return shown.length === 0 ? decision : { ...decision, given: { ...decision.given, picks: shown } };
}
