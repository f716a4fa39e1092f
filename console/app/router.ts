/**
 * The router: the address bar is the state. A room is read from the path, what is chosen within it from the query, so
 * every view can be linked to, reloaded and walked back from.
 */
import { useMemo, useSyncExternalStore } from 'react';

export type Room =
  | { readonly kind: 'mailbox' }
  | { readonly kind: 'customers' }
  | { readonly kind: 'customer'; readonly id: string }
  | { readonly kind: 'journeys' }
  | { readonly kind: 'nowhere' };

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The room a path leads to; `/` is the mailbox for now. */
export function roomOf(path: string): Room {
  const [name = '', ...rest] = path.split('/').filter((segment) => segment !== '');
  if (name === '' || (name === 'mailbox' && rest.length === 0)) return { kind: 'mailbox' };
  if (name === 'journeys' && rest.length === 0) return { kind: 'journeys' };
  if (name !== 'customers') return { kind: 'nowhere' };
  return rest.length === 0 ? { kind: 'customers' } : { kind: 'customer', id: decoded(rest.join('/')) };
}

export const customerPath = (id: string): string => `/customers/${encodeURIComponent(id)}`;

/** The address with some query parameters set, or removed where the value is null. */
export function withQuery(address: string, changes: Readonly<Record<string, string | null>>): string {
  const [path = '/', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

const MOVED = 'perennial:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
}

const currentAddress = (): string => window.location.pathname + window.location.search;

/** Goes to an address of the console; `replace` leaves no step to walk back over. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === currentAddress()) return;
  if (how === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
  window.dispatchEvent(new Event(MOVED));
}

export interface Place {
  readonly address: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, currentAddress);
  return useMemo(() => {
    const [path = '/', query = ''] = address.split('?');
    return { address, path, query: new URLSearchParams(query) };
  }, [address]);
}
