/** How long a request may go on counting: on AWS whoever waits at the API goes after 29 seconds. */
import { SECOND_MS } from '../../core/time.ts';
import type { Container } from './container.ts';

const PATIENCE_MS = 20 * SECOND_MS;

/** True while there is time; always on one machine. */
export function mayGoOnOf({ now, keepsKeys }: Pick<Container, 'now' | 'keepsKeys'>): () => boolean {
  if (keepsKeys === true) return () => true;
  const until = now() + PATIENCE_MS;
  return () => now() < until;
}
