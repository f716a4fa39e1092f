/** The journeys of the simulation bench: the whole starter programme of a shop, as it ships. */
import type { JourneyDefinition } from '../core/journey/definition.ts';
import type { TemplateSource } from '../core/message/template.ts';
import { loadShipped } from '../workflows/shipped.ts';

const SHIPPED = loadShipped('shop');

/** The topics people of the bench were asked about. */
export const BENCH_TOPICS = ['offers', 'newsletter', 'service'] as const;

export const BENCH_JOURNEYS: readonly JourneyDefinition[] = SHIPPED.journeys;

export const BENCH_TEMPLATES: readonly TemplateSource[] = SHIPPED.templates;
