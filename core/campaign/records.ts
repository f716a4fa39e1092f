/** Campaigns and their runs as dossiers: how they are read and conditionally written. */
import * as z from 'zod';
import type { Dossier, DossierStore, DossierWrite } from '../dossier.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { WorkStore } from '../ports.ts';
import { CAMPAIGN_MOVES, CAMPAIGN_STATES, type Campaign } from './campaign.ts';
import { campaignSchema } from './definition.ts';
import { type CampaignRun, EXCLUSIONS, runIdOf } from './run.ts';

export type CampaignStore = Pick<DossierStore, 'loadDossiers' | 'listDossiers'> &
  Pick<WorkStore, 'commitStep'>;

const occurrence = { startsAt: z.number(), date: z.number().nullable() };

const campaignBody = z.object({
  state: z.enum(CAMPAIGN_STATES),
  definition: campaignSchema,
  revision: z.number(),
  authors: z.array(z.string()),
  log: z.array(
    z.object({ at: z.number(), by: z.string(), did: z.enum(CAMPAIGN_MOVES), note: z.string().nullable() }),
  ),
  size: z.number().nullable(),
  journeyVersion: z.number().nullable(),
  launchedAt: z.number().nullable(),
  runs: z.number(),
  next: z.object(occurrence).nullable(),
  lastDate: z.number().nullable(),
  pausedFrom: z.enum(['scheduled', 'running']).nullable(),
  test: z
    .object({
      at: z.number(),
      arm: z.string(),
      why: z.enum(['shown-better', 'no-difference', 'too-few', 'no-data']),
      p: z.number().nullable(),
      arms: z.array(z.object({ arm: z.string(), people: z.number(), mean: z.number() })),
    })
    .nullable(),
  decideAt: z.number().nullable(),
  ended: z.string().nullable(),
});

const runBody = z.object({
  ...occurrence,
  campaign: z.string(),
  n: z.number(),
  state: z.enum(['planned', 'letting-in', 'over', 'stopped']),
  asOf: z.number(),
  planned: z.number(),
  cursor: z.string().nullable(),
  audience: z.number(),
  entered: z.number(),
  inTest: z.number(),
  inRest: z.number(),
  excluded: z.partialRecord(z.enum(EXCLUSIONS), z.number()),
  restFrom: z.number().nullable(),
  lastDueAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  stopped: z.string().nullable(),
});

function campaignOf({ id, version, body }: Dossier): Campaign {
  return { id, version, ...campaignBody.parse(body) };
}

function runOf({ id, version, body }: Dossier): CampaignRun {
  return { id, version, ...runBody.parse(body) };
}

function keyOf(kind: 'campaign' | 'campaign-run', id: string) {
  return { kind, id, customerId: null } as const;
}

/** Null where there is no campaign of this id. */
export async function loadCampaign(store: CampaignStore, id: string): Promise<Campaign | null> {
  const [dossier] = await store.loadDossiers([keyOf('campaign', id)]);
  return dossier === null || dossier === undefined ? null : campaignOf(dossier);
}

/** Null where the campaign had no such run. */
export async function loadRun(
  store: CampaignStore,
  campaign: string,
  n: number,
): Promise<CampaignRun | null> {
  const [dossier] = await store.loadDossiers([keyOf('campaign-run', runIdOf(campaign, n))]);
  return dossier === null || dossier === undefined ? null : runOf(dossier);
}

export async function listCampaigns(
  store: CampaignStore,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Campaign[]> {
  return (await store.listDossiers('campaign', page)).map(campaignOf);
}

function plain(body: object): Dossier['body'] {
  const json: Dossier['body'] = JSON.parse(JSON.stringify(body));
  return json;
}

export function campaignWrite({ id, version, ...body }: Campaign): DossierWrite {
  return { dossier: { ...keyOf('campaign', id), version, body: plain(body) }, expectedVersion: version - 1 };
}

export function runWrite({ id, version, ...body }: CampaignRun): DossierWrite {
  return {
    dossier: { ...keyOf('campaign-run', id), version, body: plain(body) },
    expectedVersion: version - 1,
  };
}

/** Writes records of campaigns together, or none of them. */
export function commitRecords(
  store: Pick<WorkStore, 'commitStep'>,
  dossiers: readonly DossierWrite[],
  tasks: Parameters<WorkStore['commitStep']>[0]['tasks'] = [],
): Promise<'committed' | 'conflict'> {
  return store.commitStep({ ...NO_CONSEQUENCES, decisions: [], dossiers, tasks });
}
