/**
 * The links of messages, signed: each opens one page for whoever got the message. A person's links say the key of the
 * address it goes to, so what is chosen by them holds for that address.
 */
import { asksSurvey, type LinksOf } from '../../core/message/links.ts';
import type { SendDeps } from '../../core/message/send.ts';
import { mergeDataFor } from '../../core/message/mergeData.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { type LinkClaims, type LinkKeys, type LinkPurpose, signLink } from './linkToken.ts';

/** What signs links, and what they begin with. */
export interface Links {
  readonly keys: LinkKeys;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** By the segment of the path; of what is followed it is short. */
export const LINK_SEGMENTS: Readonly<Record<LinkPurpose, string>> = {
  preferences: 'preferences',
  unsubscribe: 'unsubscribe',
  confirm: 'confirm',
  why: 'why',
  survey: 'survey',
  click: 'c',
  open: 'o',
};

/** The journey of questions for confirmation: the one kind of message whose link confirms. */
const CONSENT_JOURNEY = 'consent';

export function linkUrl({ keys, baseUrl }: Links, purpose: LinkPurpose, claims: LinkClaims): string {
  return `${baseUrl}/p/${LINK_SEGMENTS[purpose]}/${signLink(keys, purpose, claims)}`;
}

/** Links of one message; none for a webhook, and none to somebody without an address of the channel. */
export function linksWith(links: Links, addressKeyOf: AddressKeyOf): LinksOf {
  return (decision, person) => {
    const { id, customerId, channel, topic, journeyId } = decision;
    if (channel === 'webhook') return {};
    const address = channel === 'email' ? person.email : person.phone;
    if (address === null) return {};
    const contactKey = addressKeyOf(channel, address);
    const claims = { decisionId: id, customerId, contactKey, channel, topic };
    const made = {
      unsubscribe: linkUrl(links, 'unsubscribe', claims),
      preferences: linkUrl(links, 'preferences', claims),
      why: linkUrl(links, 'why', claims),
      ...(asksSurvey(decision) ? { survey: linkUrl(links, 'survey', claims) } : {}),
    };
    return journeyId === CONSENT_JOURNEY ? { ...made, confirm: linkUrl(links, 'confirm', claims) } : made;
  };
}

/** What templates may show, with signed links. */
export function mergeDataWith(links: Links, addressKeyOf: AddressKeyOf): SendDeps['mergeData'] {
  const linksOf = linksWith(links, addressKeyOf);
  return (decision, person, settings, now) =>
    mergeDataFor(decision, person, settings, now, linksOf(decision, person));
}
