/** Job: a simulation of a workspace's recorded history. Opens it read-only: nothing live is touched. */
import * as z from 'zod';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { parseIso, startOfDay, utcDay } from '../../core/time.ts';
import { misuse } from '../../functions/shared/problem.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import type { SimulationDefinitions } from '../simulate/request.ts';
import { simulate } from '../simulate/simulate.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({
  from: z.string(),
  to: z.string(),
  seed: z.number().int().exactOptional(),
  assumeReachable: z
    .union([z.enum(CONSENT_CHANNELS).transform((one) => [one]), z.array(z.enum(CONSENT_CHANNELS))])
    .nullable()
    .default(null),
  assumeConsent: z.array(z.string().min(1)).default([]),
  render: z.boolean().default(false),
});

function dayOf(field: string, text: string): number {
  const at = parseIso(text);
  if (at === null) throw misuse(field, `"${text}" is no date`, 'write it as YYYY-MM-DD');
  return startOfDay(utcDay(at));
}

/** The workspace's published journeys, or where there are none the shipped ones. */
async function definitionsOf({ store, container }: Workspace): Promise<SimulationDefinitions> {
  const { settings } = container;
  const published = await store.journeys();
  if (published.length === 0) return { ...loadShipped(settings.shop.edition), settings };
  const ids = await store.templateIds();
  const templates = await Promise.all(ids.map((id) => store.template(id)));
  return {
    journeys: published.map((journey) => journey.definition),
    templates: templates.flatMap((template) => (template === null ? [] : [template.source])),
    settings,
  };
}

export async function simulateHistory({
  dataDir,
  workspace,
  body,
  onProgress,
}: JobContext): Promise<unknown> {
  const asked = input.parse(body);
  const [from, to] = [dayOf('from', asked.from), dayOf('to', asked.to)];
  if (to <= from)
    throw misuse('to', '--to must be later than --from', 'the end is exclusive: give the day after the last');
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const definitions = await definitionsOf(opened);
    return await simulate({
      source: opened.store,
      sourceKeyOf: opened.container.addressKeyOf,
      definitions,
      request: {
        from,
        to,
        seed: asked.seed ?? definitions.settings.seed,
        assumeReachable: [...new Set(asked.assumeReachable)].sort(),
        assumeConsent: asked.assumeConsent,
        render: asked.render,
      },
      onDay: (done, days) => onProgress({ done: done / days, what: `day ${done} of ${days}` }),
    });
  } finally {
    await opened.close();
  }
}
