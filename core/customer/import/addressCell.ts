/** The address of a row that is about an address: which channel it is of, and the address as it is kept. */
import { CONSENT_CHANNELS, type ConsentChannel } from '../../message/messageClass.ts';
import { type PhoneCountry, phoneNumberOf } from '../phoneNumber.ts';
import { parseEmail } from './contactText.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

export type ReadAddress =
  | { readonly kind: 'address'; readonly channel: ConsentChannel; readonly address: string }
  | Unreadable;

export type ReadChannel = { readonly kind: 'channel'; readonly channel: ConsentChannel | null } | Unreadable;

/** Other names of the channels, as providers' exports have them. */
const NAMES: ReadonlyMap<string, ConsentChannel> = new Map([
  ...CONSENT_CHANNELS.map((channel) => [channel, channel] as const),
  ['e-mail', 'email'],
  ['mail', 'email'],
  ['text', 'sms'],
  ['phone', 'sms'],
  ['邮件', 'email'],
  ['短信', 'sms'],
]);

export function readChannel(text: string | undefined): ReadChannel {
  if (text === undefined || text.trim() === '') return { kind: 'channel', channel: null };
  const channel = NAMES.get(text.trim().toLowerCase());
  return channel === undefined
    ? unreadable('not-a-channel', 'is no channel', `write ${CONSENT_CHANNELS.join(' or ')}`)
    : { kind: 'channel', channel };
}

/** The address of a channel, or of the channel it looks like. */
export function readAddress(
  text: string,
  channel: ConsentChannel | null,
  country: PhoneCountry | null,
): ReadAddress {
  const trimmed = text.trim();
  if ((channel ?? (trimmed.includes('@') ? 'email' : 'sms')) === 'email') {
    const email = parseEmail(trimmed);
    return email.kind === 'unreadable' ? email : { kind: 'address', channel: 'email', address: email.text };
  }
  const number = phoneNumberOf(trimmed, country);
  return number === null
    ? unreadable(
        'not-a-phone',
        'is neither an email address nor a phone number with its country code',
        'write it as name@shop.example or +4915112345678, or give --country',
      )
    : { kind: 'address', channel: 'sms', address: number };
}
