/** The simulation bench's shop: the whole programme, as it ships and as a shop publishes it. */
import type { JourneyDefinition } from '../core/journey/definition.ts';
import type { TemplateSource } from '../core/message/template.ts';
import { PROGRAMME_PARTS } from '../core/programme/programme.ts';
import { DEFAULT_SETTINGS } from '../core/settings/settings.ts';
import type { Instant } from '../core/time.ts';
import { createMemoryStore } from '../adapters/memory/memoryStore.ts';
import { publishShipped } from '../local/jobs/publishShipped.ts';
import type { ProgrammeValues } from '../local/simulate/request.ts';
import { loadShipped } from '../workflows/shipped.ts';

const SHIPPED = loadShipped('shop');

/** The topics people of the bench were asked about. */
export const BENCH_TOPICS = ['offers', 'newsletter', 'service'] as const;

export const BENCH_JOURNEYS: readonly JourneyDefinition[] = SHIPPED.journeys;

export const BENCH_TEMPLATES: readonly TemplateSource[] = SHIPPED.templates;

/** Segments, loyalty, offers and win-back as they are once they were published. */
export async function benchProgramme(at: Instant): Promise<ProgrammeValues> {
  const store = createMemoryStore();
  await publishShipped({ store, settings: DEFAULT_SETTINGS }, at);
  const values = await Promise.all(
    PROGRAMME_PARTS.map(async (part) => [part, await store.getValue(part)] as const),
  );
  return Object.fromEntries(values.filter(([, json]) => json !== null));
}
