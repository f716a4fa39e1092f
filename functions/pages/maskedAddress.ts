/** An address its owner recognises and nobody else learns: a•••@example.com, •••• 4321. */
import type { ConsentChannel } from '../../core/message/messageClass.ts';

const DOTS = '•••';

function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const first = at > 0 ? String.fromCodePoint(address.codePointAt(0) ?? 0) : '';
  return at < 0 ? DOTS : `${first}${DOTS}${address.slice(at)}`;
}

export function maskedAddress(channel: ConsentChannel, address: string): string {
  if (channel === 'email') return maskedEmail(address.trim());
  const digits = address.replace(/\D/g, '');
  return digits.length < 8 ? DOTS : `${DOTS} ${digits.slice(-4)}`;
}
