/** Whether a message can be unsubscribed from with one click, as its reader's mail app judges it. */
import type { MessageHeader } from '../../api/types.ts';

/** RFC 8058: both headers must stand, the second with exactly this value. */
export function hasOneClick(headers: readonly MessageHeader[]): boolean {
  const valueOf = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value;
  const list = valueOf('list-unsubscribe') ?? '';
  return /<https?:[^>]+>/.test(list) && valueOf('list-unsubscribe-post') === 'List-Unsubscribe=One-Click';
}
