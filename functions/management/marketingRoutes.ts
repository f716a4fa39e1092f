/** Routes marketers work with: segments, campaigns, loyalty, offers, win-back. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';

export function marketingRoutes(_container: Container): NamedRoute[] {
  return [];
}
