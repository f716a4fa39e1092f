/**
 * The API of one machine: the management handler that Lambda runs, plus what only one machine has (mailbox, jobs on files of
 * this machine, waves on request, keys). One opened workspace each, opened when first asked for.
 */
import * as z from 'zod';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { routeNameOf } from '../../functions/shared/access.ts';
import { authorise } from '../../functions/shared/authorise.ts';
import { checkJourney } from '../../functions/shared/checkJourney.ts';
import { management } from '../../functions/management/handler.ts';
import { noRoute } from '../../functions/management/routes/answering.ts';
import { routeRequest } from '../../functions/management/routes/route.ts';
import { openApiDocument } from '../../functions/openapi/openApiDocument.ts';
import { notFound, Problem, problemOf } from '../../functions/shared/problem.ts';
import { isLive } from '../../functions/shared/provider.ts';
import { smsLengths } from '../../functions/shared/smsLengths.ts';
import { PUBLISH_PATHS, templatePublish } from '../../functions/templatePublish/handler.ts';
import type { PageAnswer, PageRequest } from '../../functions/pages/request.ts';
import { InboundPosts } from '../../functions/inbound/post.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { lintTexts } from '../../functions/templatePublish/publishTemplates.ts';
import { templateTexts } from '../../functions/shared/templateTexts.ts';
import { Tracker } from '../../functions/tracking/track.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import type { JobName, RunJob } from '../jobs/job.ts';
import { lambdaContext } from '../machines/lambdaContext.ts';
import { runWave } from '../machines/runWave.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import { currentWorkspace, MAIN_WORKSPACE, workspaceExists } from '../workspace/paths.ts';
import { type LocalIssuer, localIssuer } from './localIssuer.ts';
import { apiGatewayEvent } from './apiGatewayEvent.ts';
import { answerDomainCheck, domainPath } from './domains.ts';
import { workspaceKeys } from './keys.ts';
import { mailboxRoutes } from './messages.ts';
import type { ApiRequest, ApiResponse } from './types.ts';
import { WorkspacePages } from './workspacePages.ts';

export interface LocalApiOptions {
  readonly dataDir: string;
  /** The workspace of requests that name none; null means the one in force. */
  readonly workspace: string | null;
  readonly runJob: RunJob;
  /** Who signs in the holder of the folder. Default: the one of this process. */
  readonly issuer?: LocalIssuer;
  /** Told after a job has changed a workspace. */
  readonly onChanged?: (workspace: string) => void;
}

/** The routes that run as jobs, and what they are called there. */
const JOB_ROUTES = {
  '/v1/imports/orders': 'import-orders',
  '/v1/imports/customers': 'import-customers',
  '/v1/imports/consents': 'import-consents',
  '/v1/imports/suppressions': 'import-suppressions',
  '/v1/imports/events': 'import-events',
  '/v1/evaluations': 'evaluate',
  '/v1/recommendations/train': 'train-recommendations',
  '/v1/segments/preview': 'preview-segment',
  '/v1/segments/recompute': 'recompute-segments',
  '/v1/simulations': 'simulate',
  '/v1/win-back/simulations': 'simulate-win-back',
} as const;

/** Read in a worker: a whole shop takes a while. */
const ANALYTICS = /^\/v1\/analytics\/([^/]+)$/;

/** Jobs that leave the workspace as it is. */
const READ_ONLY_JOBS: ReadonlySet<JobName> = new Set(['simulate', 'simulate-win-back', 'preview-segment']);

function isJobRoute(path: string): path is keyof typeof JOB_ROUTES {
  return Object.hasOwn(JOB_ROUTES, path);
}

const definition = z.object({ source: z.string() });

const NOTHING_PUBLISHED = { getValue: async () => null, journeys: async () => [] };

/** Checks a definition where there is no workspace yet: against the shipped templates and the default settings. */
async function withoutWorkspace(request: ApiRequest): Promise<unknown> {
  if (request.path === '/v1/templates/lint')
    return lintTexts(
      { store: NOTHING_PUBLISHED, settings: DEFAULT_SETTINGS },
      templateTexts.parse(request.body),
    );
  if (request.path !== '/v1/journeys/validate') {
    throw new Problem({
      status: 409,
      code: 'no-data',
      title: 'Nothing to publish into',
      detail: 'there is no workspace yet',
      remedy: 'import orders first, or run "perennial demo"',
    });
  }
  const { templates } = loadShipped();
  return checkJourney(definition.parse(request.body).source, {
    templates: new Set(templates.map(({ id }) => id)),
    sms: smsLengths(templates, DEFAULT_SETTINGS),
    messages: DEFAULT_SETTINGS.messages,
  }).answer;
}

export class LocalApi {
  private readonly opened = new Map<string, Promise<Workspace>>();
  private readonly open = new Map<string, Workspace>();
  private readonly trackers = new Map<string, Tracker>();
  private readonly inbounds = new Map<string, InboundPosts>();
  private readonly options: LocalApiOptions;
  private readonly pages: WorkspacePages;

  constructor(options: LocalApiOptions) {
    this.options = options;
    this.pages = new WorkspacePages({
      dataDir: options.dataDir,
      current: () => this.current(),
      workspace: (name) => this.workspace(name),
    });
  }

  /** The workspace that requests without a name mean. */
  current(): string {
    return this.options.workspace ?? currentWorkspace(this.options.dataDir);
  }

  private issuer(): LocalIssuer {
    return this.options.issuer ?? localIssuer;
  }

  /** Opens a workspace once. */
  workspace(name: string): Promise<Workspace> {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const { signIn } = this.issuer();
    const opening = openWorkspace({ dataDir: this.options.dataDir, name, create: false, signIn });
    this.opened.set(name, opening);
    opening.then(
      (workspace) => this.open.set(name, workspace),
      () => this.opened.delete(name),
    );
    return opening;
  }

  /** `live` once anything leaves for anyone from the workspace in force; one that is not open sends nothing. */
  mode(): 'safe' | 'live' {
    const workspace = this.open.get(this.current());
    return workspace !== undefined && isLive(workspace.container.settings) ? 'live' : 'safe';
  }

  /** What takes the events of a workspace. Throws as `openWorkspace` does. */
  async tracker(name: string): Promise<Tracker> {
    const known = this.trackers.get(name);
    if (known !== undefined) return known;
    const { store, container } = await this.workspace(name);
    await workspaceKeys(store);
    const tracker = this.trackers.get(name) ?? new Tracker(container);
    this.trackers.set(name, tracker);
    return tracker;
  }

  /** A customer's page; null where there is no workspace yet. */
  page(request: PageRequest): Promise<PageAnswer | null> {
    return this.pages.answer(request);
  }

  /** What takes the messages people write to a workspace, which then has what answers them. Throws as `openWorkspace` does. */
  async inbound(name: string): Promise<InboundPosts> {
    const known = this.inbounds.get(name);
    if (known !== undefined) return known;
    const { store, container } = await this.workspace(name);
    await workspaceKeys(store);
    await publishShippedTemplates(store, container.now());
    const posts = this.inbounds.get(name) ?? new InboundPosts(container);
    this.inbounds.set(name, posts);
    return posts;
  }

  /** Asked from within this process: by whoever has the folder, who is an admin. */
  async request(request: ApiRequest): Promise<ApiResponse> {
    const token = await this.issuer().token('operator', 'admin', Date.now());
    return this.requestAs(request, `Bearer ${token}`);
  }

  /** Asked by whoever the `Authorization` names. Never rejects. */
  async requestAs(request: ApiRequest, authorization: string | undefined): Promise<ApiResponse> {
    try {
      if (request.method === 'GET' && request.path === '/openapi.json')
        return { status: 200, body: openApiDocument() };
      const by = await this.letIn(request, authorization);
      return await this.answer({ ...request, headers: { ...request.headers, ...by } });
    } catch (failure) {
      const problem = problemOf(failure);
      return { status: problem.status, body: { type: `urn:perennial:problem:${problem.code}`, ...problem } };
    }
  }

  async close(): Promise<void> {
    for (const opening of this.opened.values()) await (await opening).close();
    this.opened.clear();
    this.open.clear();
    this.trackers.clear();
    this.inbounds.clear();
  }

  /** Files are imported into the shop's own workspace, which may be about to be made; all else is of the one in force. */
  private workspaceOf({ method, path, query }: Pick<ApiRequest, 'method' | 'path' | 'query'>): string {
    const isImport = path.startsWith('/v1/imports/') || (method === 'PUT' && path === '/v1/catalogue');
    return query?.workspace ?? this.options.workspace ?? (isImport ? MAIN_WORKSPACE : this.current());
  }

  /** Of every route, also of those that no handler answers. Throws a `Problem`. */
  private async letIn(request: ApiRequest, authorization: string | undefined) {
    const route = routeNameOf(request.method, request.path);
    if (route === null) return noRoute(request);
    const name = this.workspaceOf(request);
    const isThere = workspaceExists(this.options.dataDir, name);
    const store = isThere ? (await this.workspace(name)).store : null;
    await authorise({ store, now: Date.now, signIn: this.issuer().signIn }, authorization, route);
    return authorization === undefined ? {} : { authorization };
  }

  private async answer(request: ApiRequest): Promise<ApiResponse> {
    if (request.method === 'POST' && isJobRoute(request.path)) return this.job(request, request.path);
    const view = request.method === 'GET' ? ANALYTICS.exec(request.path)?.[1] : undefined;
    if (view !== undefined) return this.analysis(request, view);
    if (request.method === 'GET' && request.path === '/v1/campaigns/history') return this.history(request);
    if (request.method === 'GET' && request.path === '/v1/win-back/verdicts')
      return { status: 200, body: await this.work('judge-lost', request, { query: request.query ?? {} }) };
    const name = this.workspaceOf(request);
    const isDefinition =
      request.method === 'POST' &&
      (request.path.startsWith('/v1/journeys') || PUBLISH_PATHS.includes(request.path));
    const isOfTemplates = /^\/v1\/(?:templates|test-sends)\b/.test(request.path);
    if (isDefinition && !workspaceExists(this.options.dataDir, name))
      return { status: 200, body: await withoutWorkspace(request) };
    const domain = request.method === 'GET' ? domainPath(request.path) : null;
    if (domain !== null) return this.domainCheck(domain, request, name);
    const workspace = await this.workspace(name);
    if (isDefinition || isOfTemplates)
      await publishShippedTemplates(workspace.store, workspace.container.now());
    return (await this.onOneMachine(workspace, request)) ?? this.managed(workspace, request);
  }

  /** Asks DNS, with the settings of the workspace where there is one. */
  private async domainCheck(domain: string, { query = {} }: ApiRequest, name: string): Promise<ApiResponse> {
    const settings = workspaceExists(this.options.dataDir, name)
      ? (await this.workspace(name)).container.settings
      : DEFAULT_SETTINGS;
    return { status: 200, body: await answerDomainCheck(domain, query, settings) };
  }

  private async analysis(request: ApiRequest, view: string): Promise<ApiResponse> {
    return { status: 200, body: await this.work('analyse', request, { view, query: request.query ?? {} }) };
  }

  private async history(request: ApiRequest): Promise<ApiResponse> {
    const campaign = request.query?.campaign ?? null;
    return { status: 200, body: await this.work('campaign-history', request, { campaign }) };
  }

  private async job(request: ApiRequest, path: keyof typeof JOB_ROUTES): Promise<ApiResponse> {
    const name = JOB_ROUTES[path];
    const body = await this.work(name, request, request.body);
    if (!READ_ONLY_JOBS.has(name)) this.options.onChanged?.(this.workspaceOf(request));
    return { status: 200, body };
  }

  private work(name: JobName, request: ApiRequest, body: unknown): Promise<unknown> {
    return this.options.runJob(name, {
      dataDir: this.options.dataDir,
      workspace: this.workspaceOf(request),
      body,
      onProgress: request.onProgress ?? (() => {}),
    });
  }

  private async onOneMachine(workspace: Workspace, request: ApiRequest): Promise<ApiResponse | null> {
    const { container, mailbox } = workspace;
    const message = /^\/v1\/messages(?:\/([^/]+))?$/.exec(request.path);
    if (request.method === 'GET' && message !== null) {
      const event = routeRequest(apiGatewayEvent(request));
      const routes = mailboxRoutes(container, mailbox);
      const id = message[1];
      const body = await (id === undefined ? routes.list(event) : routes.show({ ...event, params: { id } }));
      return { status: 200, body };
    }
    if (request.path.startsWith('/v1/keys')) await workspaceKeys(workspace.store);
    if (request.method === 'POST' && request.path === '/v1/waves') {
      const { tally, failures } = await runWave(container);
      if (failures.length > 0) {
        throw new Problem({
          status: 500,
          code: 'wave-failed',
          title: 'The wave failed',
          detail: failures.join('; '),
        });
      }
      return { status: 200, body: tally };
    }
    return null;
  }

  private async managed(workspace: Workspace, request: ApiRequest): Promise<ApiResponse> {
    const isPublish = request.method === 'POST' && PUBLISH_PATHS.includes(request.path);
    const handler = isPublish ? templatePublish(workspace.container) : management(workspace.container);
    const answer = await handler(
      apiGatewayEvent(request),
      lambdaContext('management', () => 30_000),
    );
    if (answer === undefined)
      throw notFound('no-route', `there is no ${request.method} ${request.path}`, 'see docs/api.md');
    return { status: answer.statusCode ?? 200, body: JSON.parse(answer.body ?? 'null') };
  }
}
