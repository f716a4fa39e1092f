/** Campaigns over the API: list, show, check, and everything that is done with one. */
import * as z from 'zod';
import type { By, Moved } from '../../../core/campaign/campaign.ts';
import {
  approveCampaign,
  cancelCampaign,
  cloneCampaign,
  type ControlDeps,
  createCampaign,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
  submitCampaign,
} from '../../../core/campaign/control.ts';
import { campaignIdSchema } from '../../../core/campaign/definition.ts';
import { listCampaigns, loadCampaign } from '../../../core/campaign/records.ts';
import type { Principal } from '../../shared/authorise.ts';
import type { Container } from '../../shared/container.ts';
import { mayGoOnOf } from '../../shared/deadline.ts';
import { type CheckedCampaign, checkCampaign } from '../../shared/parseCampaign.ts';
import { notFound, Problem } from '../../shared/problem.ts';
import { lintContext } from '../journeyCheck.ts';
import { campaignView } from '../views/campaign.ts';
import { bodyAs, cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

export const campaignSourceBody = z.object({
  source: z.string().max(1_000_000),
  name: z.string().optional(),
});
export const campaignNoteBody = z.object({ note: z.string().max(500).optional() });
export const campaignCloneBody = z.object({ as: campaignIdSchema });

export async function controlDeps(container: Container): Promise<ControlDeps> {
  const { book } = await container.inForce();
  return { store: container.store, book, settings: container.settings, mayGoOn: mayGoOnOf(container) };
}

/** Throws a `Problem` of status 404. */
export async function campaignOf({ store }: Container, id: string) {
  const campaign = await loadCampaign(store, id);
  if (campaign !== null) return campaign;
  throw notFound('unknown-campaign', `there is no campaign "${id}"`, 'see perennial campaigns list');
}

async function checked(container: Container, request: RouteRequest): Promise<CheckedCampaign> {
  const { source } = bodyAs(request, campaignSourceBody);
  return checkCampaign(source, { lint: await lintContext(container), settings: container.settings });
}

/** The definition of a request. Throws a `Problem` of status 422 that names every line that is wrong. */
export async function definitionOf(container: Container, request: RouteRequest) {
  const { definition, valid, problems } = await checked(container, request);
  if (definition !== null && valid) return { definition, problems };
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  throw new Problem({
    status: 422,
    code: 'campaign-invalid',
    title: 'The campaign cannot be used',
    detail: `${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was kept`,
    remedy: 'correct the lines named',
    problems,
  });
}

/** The campaign a move came to. Throws a `Problem` of status 404, 403 for an approval by its author, else 409. */
function answered(moved: Moved) {
  if (moved.kind === 'moved') return campaignView(moved.campaign);
  const { code, detail, remedy } = moved;
  const status = code === 'unknown-campaign' ? 404 : code === 'approval-by-author' ? 403 : 409;
  throw new Problem({ status, code, title: 'Refused', detail, remedy });
}

export function listAllCampaigns(container: Container): Route {
  return async ({ query }) => {
    const limit = limitOf(query);
    const after = query.cursor === undefined ? null : Buffer.from(query.cursor, 'base64url').toString('utf8');
    const page = await listCampaigns(container.store, { after, limit });
    const last = page.length === limit ? page.at(-1) : undefined;
    return { items: page.map(campaignView), next: last === undefined ? null : cursorOf(last.id) };
  };
}

export function showCampaign(container: Container): Route {
  return async ({ params }) => campaignView(await campaignOf(container, params.id ?? ''));
}

export function validateCampaign(container: Container): Route {
  return async (request) => {
    const { definition, valid, problems } = await checked(container, request);
    return { valid, id: definition?.id ?? null, problems };
  };
}

/** A new draft; of one that was not launched yet its next revision. */
export function putCampaign(container: Container): Route {
  return async (request, { name }) => {
    const { definition, problems } = await definitionOf(container, request);
    const by: By = { at: container.now(), by: name };
    return { ...answered(await createCampaign(await controlDeps(container), definition, by)), problems };
  };
}

type Move = (deps: ControlDeps, id: string, by: By) => Promise<Moved>;

/** A draft is submitted on the way: where it needs no second person it starts at once. */
const launch: Move = async (deps, id, by) => {
  const known = await loadCampaign(deps.store, id);
  if (known?.state === 'draft') {
    const moved = await submitCampaign(deps, id, by);
    if (moved.kind === 'refused') return moved;
  }
  return launchCampaign(deps, id, by);
};

export const MOVES = {
  submit: submitCampaign,
  approve: approveCampaign,
  launch,
  pause: pauseCampaign,
  resume: resumeCampaign,
  cancel: cancelCampaign,
} as const satisfies Readonly<Record<string, Move>>;

export function moveCampaign(container: Container, move: keyof typeof MOVES): Route {
  return async (request, { name }: Principal) => {
    const { note } = request.body === null || request.body === '' ? {} : bodyAs(request, campaignNoteBody);
    const by = { at: container.now(), by: name, ...(note === undefined ? {} : { note }) };
    return answered(await MOVES[move](await controlDeps(container), request.params.id ?? '', by));
  };
}

export function cloneOneCampaign(container: Container): Route {
  return async (request, { name }) => {
    const { as } = bodyAs(request, campaignCloneBody);
    const by = { at: container.now(), by: name };
    return answered(await cloneCampaign(await controlDeps(container), request.params.id ?? '', as, by));
  };
}
