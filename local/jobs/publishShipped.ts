/** Publishes what ships: the templates into every new workspace, the journeys where a shop is to start with them. */
import { publish, type PublishDeps } from '../../core/journey/publish.ts';
import type { ConfigStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { loadShipped } from '../../workflows/shipped.ts';

/** Templates first, so that no journey names one that is missing; the journeys let in new people only. */
export async function publishShipped(
  { store, settings }: PublishDeps & { readonly store: Pick<ConfigStore, 'templateIds' | 'publishTemplate'> },
  at: Instant,
): Promise<void> {
  await publishShippedTemplates(store, at);
  for (const journey of loadShipped(settings.shop.edition).journeys)
    await publish({ store, settings }, journey, at);
}
