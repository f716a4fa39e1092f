/**
 * What a reader did with a message, as an event of theirs: journeys wait for it, branch on it, and `why` shows it. The first
 * open by a person counts, and the first click on each link; a machine's is no event of anybody.
 */
import type { TrackedEvent } from '../customer/event.ts';
import { hash32 } from '../chance.ts';
import type { Decision } from './decision.ts';
import type { ProviderEvent } from './feedback.ts';
import type { ConsentChannel } from './messageClass.ts';

/** Names follow the email events of the Segment specification. */
const NAMES = {
  opened: { email: 'Email Opened', sms: 'SMS Opened' },
  clicked: { email: 'Email Link Clicked', sms: 'SMS Link Clicked' },
} as const satisfies Record<string, Record<ConsentChannel, string>>;

export const CLICK_EVENTS: readonly string[] = Object.values(NAMES.clicked);

/** The source these events are told under. */
const SOURCE = 'messages';

/** Null for what no person did. The id is of what happened, not of its telling: repeated, it is a duplicate. */
export function readerEvent(decision: Decision, event: ProviderEvent): TrackedEvent | null {
  const { kind, link, machine, at, channel } = event;
  if ((kind !== 'opened' && kind !== 'clicked') || machine !== undefined) return null;
  const which = kind === 'opened' || link === undefined ? '' : `/${hash32(0, link)}-${link.length}`;
  const { id, customerId, journeyId, nodeId, template } = decision;
  return {
    kind: 'tracked',
    source: SOURCE,
    messageId: `${id}/${kind}${which}`,
    customerId,
    at,
    name: NAMES[kind][channel],
    properties: {
      message: id,
      journey: journeyId,
      node: nodeId,
      template,
      ...(link === undefined ? {} : { link_url: link }),
    },
  };
}
