/** The links a message carries. Who makes them signs them, so making them is handed in; where nothing is read nothing need be signed. */
import type { Person } from '../customer/person.ts';
import type { Settings } from '../settings/settings.ts';
import type { Decision } from './decision.ts';

/** Absolute URLs by what templates call them. */
export type MessageLinks = Readonly<Record<string, string>>;

/** What a link says of its message. */
export type LinkedDecision = Pick<Decision, 'id' | 'customerId' | 'channel' | 'topic' | 'journeyId'> &
  Partial<Pick<Decision, 'given'>>;

/** Whether a message asks a question. */
export function asksSurvey({ given }: Partial<Pick<Decision, 'given'>>): boolean {
  return given?.['survey'] !== undefined;
}

export type LinksOf = (decision: LinkedDecision, person: Person) => MessageLinks;

/** Links that look like links and open nothing, for simulations and samples. */
export function standInLinks(
  decision: Pick<Decision, 'id'> & Partial<Pick<Decision, 'given'>>,
  { shop }: Settings,
): MessageLinks {
  const { id } = decision;
  const link = (page: string) => `${shop.website}/${page}/${encodeURIComponent(id)}`;
  return {
    unsubscribe: link('unsubscribe'),
    preferences: link('preferences'),
    why: link('why'),
    confirm: link('confirm'),
    ...(asksSurvey(decision) ? { survey: link('survey') } : {}),
  };
}
