/** Publishes what ships: the templates into every new workspace; the whole programme where a shop is to start with it. */
import { publish, type PublishDeps } from '../../core/journey/publish.ts';
import type { Json } from '../../core/json.ts';
import type { ConfigStore } from '../../core/ports.ts';
import { type ProgrammePart, publishPart } from '../../core/programme/programme.ts';
import { publishSegments } from '../../core/segment/publish.ts';
import type { Instant } from '../../core/time.ts';
import { beginLearning } from '../../core/winback/learnTask.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { shippedProgramme } from '../../workflows/shippedProgramme.ts';

type ShippingDeps = PublishDeps & {
  readonly store: Pick<ConfigStore, 'templateIds' | 'publishTemplate' | 'getValue' | 'replaceValue'>;
};

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

/** The documents that were never published. Nobody lost before is taken up, and no segment leads into a journey by its publish. */
async function publishDocuments({ store }: Pick<ShippingDeps, 'store'>, at: Instant): Promise<void> {
  const { segments, loyalty, offers, winBack } = shippedProgramme();
  const isNew = async (part: ProgrammePart) => (await store.getValue(part)) === null;
  if (await isNew('segments')) await publishSegments(store, segments, at);
  if (await isNew('loyalty')) await publishPart(store, 'loyalty', plain(loyalty), at);
  if (await isNew('offers')) await publishPart(store, 'offers', plain(offers), at);
  if (!(await isNew('win-back'))) return;
  await publishPart(store, 'win-back', plain(winBack), at);
  await beginLearning(store, at);
}

/** The templates, then the journeys, so that none names one that is missing; they let in new people only. Those published stay as they are. */
export async function publishShippedJourneys(deps: ShippingDeps, at: Instant): Promise<void> {
  const { store, settings } = deps;
  await publishShippedTemplates(store, at);
  const known = new Set((await store.journeys()).map(({ id }) => id));
  for (const journey of loadShipped(settings.shop.edition).journeys)
    if (!known.has(journey.id)) await publish(deps, journey, at);
}

/** The whole programme: what of it the shop has published stays as it is. */
export async function publishShipped({ store, settings }: ShippingDeps, at: Instant): Promise<void> {
  await publishDocuments({ store }, at);
  await publishShippedJourneys({ store, settings }, at);
}
