/** Events of a person as journeys look back on them. */
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';

export interface RecentEvent {
  readonly name: string;
  readonly at: Instant;
  readonly properties: JsonObject;
}
