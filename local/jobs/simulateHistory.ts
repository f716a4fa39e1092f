/** Job: a simulation of a workspace's recorded history. Opens it read-only: nothing live is touched. */
import { blocksInForce } from '../../functions/shared/templateStore.ts';
import * as z from 'zod';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { WINNERS, winnersOf } from '../../core/journey/winners.ts';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { PROGRAMME_PARTS } from '../../core/programme/programme.ts';
import { parseJourney } from '../../functions/shared/parseJourney.ts';
import { Problem } from '../../functions/shared/problem.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { costsOf } from '../simulate/simulatedCosts.ts';
import { picksOf } from '../simulate/picks.ts';
import type { ProgrammeValues, SimulationDefinitions } from '../simulate/request.ts';
import { simulate } from '../simulate/simulate.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import { askedPeriod } from './askedPeriod.ts';
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
  /** Definitions that run in place of the published ones of their ids, or beside them. */
  definitions: z
    .array(z.object({ source: z.string().max(1_000_000) }))
    .max(200)
    .optional(),
});

type Given = NonNullable<z.infer<typeof input>['definitions']>;

/** Throws a `Problem` of status 422 for a definition that cannot run. */
function parsed({ source }: Given[number]): JourneyDefinition {
  const { definition, problems } = parseJourney(source);
  if (definition !== null) return definition;
  const detail = 'a definition given cannot be read; nothing was simulated';
  throw new Problem({ status: 422, code: 'journey-invalid', title: 'Not simulated', detail, problems });
}

/** The published templates, and of the shipped ones those that are not among them. */
async function templatesOf({ store, container }: Workspace): Promise<SimulationDefinitions['templates']> {
  const ids = await store.templateIds();
  const published = await Promise.all(ids.map((id) => store.template(id)));
  const shipped = loadShipped(container.settings.shop.edition).templates;
  return [
    ...published.flatMap((template) => (template === null ? [] : [template.source])),
    ...shipped.filter(({ id }) => !ids.includes(id)),
  ];
}

/** The documents of the programme as they were published. */
async function programmeOf({ store }: Workspace): Promise<ProgrammeValues> {
  const values = await Promise.all(
    PROGRAMME_PARTS.map(async (part) => [part, await store.getValue(part)] as const),
  );
  return Object.fromEntries(values.filter(([, json]) => json !== null));
}

/**
 * The workspace's published journeys, with those given in their place; where none is published the shipped ones, unless
 * definitions are given, be it none: then these alone.
 */
async function definitionsOf(workspace: Workspace, given: Given | undefined): Promise<SimulationDefinitions> {
  const { settings } = workspace.container;
  const published = await workspace.store.journeys();
  if (published.length === 0 && given === undefined)
    return { ...loadShipped(settings.shop.edition), settings, programme: await programmeOf(workspace) };
  const journeys = new Map(published.map(({ id, definition }) => [id, definition]));
  for (const definition of (given ?? []).map(parsed)) journeys.set(definition.id, definition);
  const [templates, blocks] = await Promise.all([templatesOf(workspace), blocksInForce(workspace.store)]);
  const winners = winnersOf(await workspace.store.getValue(WINNERS));
  const programme = await programmeOf(workspace);
  return { journeys: [...journeys.values()], templates, blocks, settings, winners, programme };
}

export async function simulateHistory({
  dataDir,
  workspace,
  body,
  onProgress,
}: JobContext): Promise<unknown> {
  const asked = input.parse(body);
  const { from, to } = askedPeriod(asked);
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const definitions = {
      ...(await definitionsOf(opened, asked.definitions)),
      costs: await costsOf(opened),
      picks: await picksOf(opened.container),
    };
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
