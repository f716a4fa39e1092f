/** Whose message it is: the shop's own id where there is one, else the anonymous id of the device. */
import { anonymousIdOf, externalIdOf } from '../../core/customer/identity.ts';
import { type CustomerId, isCustomerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { refused } from './finding.ts';
import { textAt } from './message.ts';

/** Of an id as it is sent; leaves room for the prefix of anonymous ids. */
const LONGEST_ID = 512;
export const ANONYMOUS = 'anonymous:';

export interface Who {
  readonly customerId: CustomerId;
  readonly alsoKnownAs?: readonly CustomerId[];
}

/** The profile an id stands for. Throws `Refused` for one that is too long, holds control characters or claims to be anonymous. */
export function profileOf(field: string, id: string, anonymous: boolean): CustomerId {
  const most = anonymous ? LONGEST_ID - ANONYMOUS.length : LONGEST_ID;
  if (id.length > most) {
    throw refused(
      'id-too-long',
      field,
      `${field} has ${id.length} characters; ${most} are the most`,
      'send the id the shop knows the person by, not a text about them',
    );
  }
  if (!isCustomerId(id) || !id.isWellFormed()) {
    throw refused('invalid-id', field, `${field} holds a control character`, 'remove that character');
  }
  if (!anonymous && id.startsWith(ANONYMOUS)) {
    throw refused(
      'invalid-id',
      field,
      `${field} begins with "${ANONYMOUS}", which marks people without an id`,
      'send it as anonymousId without that word',
    );
  }
  return anonymous ? anonymousIdOf(id) : externalIdOf(id);
}

/** The profile a message belongs to, and the other it names. Throws `Refused` without any id. */
export function whoOf(message: JsonObject): Who {
  const userId = textAt(message, 'userId');
  const anonymousId = textAt(message, 'anonymousId');
  if (userId === null && anonymousId === null) {
    throw refused(
      'missing-id',
      'userId',
      'there is neither a userId nor an anonymousId',
      'send one of them with every message',
    );
  }
  if (userId === null) return { customerId: profileOf('anonymousId', anonymousId ?? '', true) };
  const customerId = profileOf('userId', userId, false);
  if (anonymousId === null) return { customerId };
  return { customerId, alsoKnownAs: [profileOf('anonymousId', anonymousId, true)] };
}
