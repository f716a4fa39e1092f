/** Publishes the shipped journeys and their templates into a workspace. */
import type { Instant } from '../../core/time.ts';
import { compileTemplate } from '../../functions/shared/compileTemplate.ts';
import type { Container } from '../../functions/shared/container.ts';
import { loadShipped } from '../../workflows/shipped.ts';

/** Templates first, so that no journey names one that is missing. Publishing what is there already changes nothing. */
export async function publishShipped({ store }: Container, at: Instant): Promise<void> {
  const { journeys, templates } = loadShipped();
  for (const template of templates)
    await store.publishTemplate(template, await compileTemplate(template), at);
  for (const journey of journeys) await store.publishJourney(journey, at);
}
