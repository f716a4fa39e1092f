/** Which path is which call of the tracking API. */
import type { MessageType } from './message.ts';

const CALLS: ReadonlyMap<string, MessageType | 'batch'> = new Map([
  ['/v1/identify', 'identify'],
  ['/v1/track', 'track'],
  ['/v1/page', 'page'],
  ['/v1/screen', 'screen'],
  ['/v1/group', 'group'],
  ['/v1/alias', 'alias'],
  ['/v1/batch', 'batch'],
  ['/v1/i', 'identify'],
  ['/v1/t', 'track'],
  ['/v1/p', 'page'],
  ['/v1/s', 'screen'],
  ['/v1/g', 'group'],
  ['/v1/a', 'alias'],
  ['/v1/b', 'batch'],
]);

/** The call of a path, its query left aside; null for a path of another API. */
export function trackingCall(path: string): MessageType | 'batch' | null {
  const query = path.indexOf('?');
  return CALLS.get(query < 0 ? path : path.slice(0, query)) ?? null;
}

/** Browsers post from any page: nothing here depends on a cookie. */
export const CROSS_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '86400',
} as const;
