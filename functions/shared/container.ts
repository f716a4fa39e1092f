/**
 * What a handler works with: the ports and the documents in force. Built once a process, handed to every handler, so that a
 * test or the simulator hands in another one. Definitions, model and template versions are read again only when the config
 * version moved.
 */
import type { RunRef } from '../../core/campaign/launch.ts';
import type { Jobs } from '../../core/jobs.ts';
import type { LinearAlgebra } from '../../core/linear/linearAlgebra.ts';
import { cachedBook, type JourneyBook } from '../../core/journey/book.ts';
import type { RunStep } from '../../core/journey/runStep.ts';
import type { WaveDeps } from '../../core/journey/wave.ts';
import type { PersonalPlace } from '../../core/customer/erasure.ts';
import type { EventQueue } from '../../core/customer/eventQueue.ts';
import type { EvaluationDeps } from '../../core/lifecycle/evaluateShop.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { JsonObject } from '../../core/json.ts';
import { mergeDataFor } from '../../core/message/mergeData.ts';
import type { Decision } from '../../core/message/decision.ts';
import { Purse } from '../../core/message/purse.ts';
import { loadSending } from '../../core/message/sending.ts';
import { type SendDeps, TEST_JOURNEY } from '../../core/message/send.ts';
import { SendRate } from '../../core/message/sendRate.ts';
import { type PublishedTemplate, variantRef } from '../../core/message/template.ts';
import type { AddressKeyOf, EvaluationScratch, MessageProvider, Store } from '../../core/ports.ts';
import type { RejectStore } from '../../core/rejected.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { TaskKind, TaskRunner } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import type { Uploads } from '../../core/uploads.ts';
import type { DocumentBlobs } from '../../core/versionedDocument.ts';
import { dispatchTasks } from './dispatchTasks.ts';
import { guardedSending } from './guardSending.ts';
import { type Links, mergeDataWith } from './links.ts';
import { loyaltyCategories } from './loyaltyCategories.ts';
import type { Pace } from './pace.ts';
import type { SignIn } from './signIn.ts';
import { laterSettings, type VersionedSettings } from './settingsInForce.ts';
import { publishedTemplates } from './templateStore.ts';

/** What an email provider takes. */
export interface SendQuota {
  readonly perSecond: number;
  readonly perDay: number;
}

export type ChoosePicks = (
  deps: Pick<Container, 'store' | 'documents' | 'settings' | 'addressKeyOf'>,
  decision: Decision,
  now: Instant,
) => Promise<readonly JsonObject[]>;

export interface ContainerParts {
  readonly store: Store;
  readonly provider: MessageProvider;
  readonly addressKeyOf: AddressKeyOf;
  readonly scratch: EvaluationScratch;
  /** Where events go that cannot be applied. */
  readonly rejects: RejectStore;
  /** Where else people are kept: what is exported and erased with them. */
  readonly places?: readonly PersonalPlace[];
  /** To begin with; a later version in the store takes their place at the next look at the definitions. */
  readonly settings: Settings;
  readonly settingsVersion: number;
  /** Where the shop keeps its settings as it wrote them, besides the store: the file of one machine. */
  readonly writeSettings?: (text: string) => Promise<void>;
  readonly now: () => Instant;
  /** Unique among workers that run at once. */
  readonly claimant: string;
  /** False only where nobody will ask why, as in large simulations. */
  readonly keepEvidence: boolean;
  /** Keeps waves from holding up events in the same process; without one they run at full speed. */
  readonly pace?: Pace;
  /** How often a wave looks for messages somebody waits for, where looking costs. Default: before every page. */
  readonly awaitedEveryMs?: number;
  /** What the email provider takes; null where that is without end. Default: without end. */
  readonly quota?: () => Promise<SendQuota | null>;
  /** What a message costs; where messages are sent: `messageCosts`. */
  readonly costOf: SendDeps['costOf'];
  /** What signs the links of messages; without it they are stand-ins. */
  readonly links?: Links;
  /** What templates may show of a person. Default: `mergeDataFor`, with signed links where there is what signs them. */
  readonly mergeData?: SendDeps['mergeData'];
  /** Whose tokens sign people in; without one only keys do. */
  readonly signIn?: SignIn;
  /** True on one machine, which shows the keys it made; elsewhere a key is kept as its hash alone. */
  readonly keepsKeys?: boolean;
  /** What starts long work that is looked at later; without it that work is done at once, or not here. */
  readonly jobs?: Jobs;
  /** Lets the people of a campaign's run in, to its end; without it that is a job, or done at once. */
  readonly launchCampaign?: (container: Container, ref: RunRef) => Promise<void>;
  /** How files come in and go out beside the API; without it they are files of this machine. */
  readonly uploads?: Uploads;
  /** Where events wait that cannot be applied now; without it whoever sent them is asked to send them again. */
  readonly queue?: EventQueue;
  /** Where larger documents lie: the catalogue, what recommendations are made with. Without it there are none. */
  readonly documents?: DocumentBlobs;
  /** Chooses products for a message whose template shows some where no step chose any. Default: nobody does. */
  readonly picks?: ChoosePicks;
  /** What recommendations are trained with. Default: plain TypeScript. */
  readonly linearAlgebra?: LinearAlgebra;
  /** What runs tasks in a wave, by the lanes the process drains: `runners/`. Default: nothing, in a process that drains none. */
  readonly runners?: WaveRunners;
  /** Told of a failure that is answered and not thrown, for whoever runs the system. */
  readonly report?: (failure: unknown) => void;
}

/** The definitions a worker runs with, read together. */
export interface InForce {
  readonly book: JourneyBook;
  readonly model: ShopModel;
  readonly templateVersion: SendDeps['templateVersion'];
  readonly templateVariant: NonNullable<SendDeps['templateVariant']>;
  /** Whether the newest version of a template shows products. */
  readonly showsPicks: (template: string) => boolean;
}

export interface Container extends ContainerParts {
  /** Those in force: ask again after every wait. */
  readonly settings: Settings;
  readonly settingsVersion: number;
  inForce(): Promise<InForce>;
  evaluationDeps(): EvaluationDeps;
  waveDeps(mayGoOn: () => boolean): Promise<WaveDeps>;
  /** For one send outside of a wave; its purse is the caller's to close. */
  sendDeps(): Promise<SendDeps>;
}

export type Runners = Readonly<Partial<Record<TaskKind, TaskRunner>>>;

/** What runners of tasks are made of: the parts of their container, and what is in force. */
export interface RunnerDeps extends InForce {
  readonly container: Container;
  readonly settings: Settings;
  readonly settingsVersion: number;
}

/** What a container hands to a wave to run what it finds, made anew with the definitions it runs with. */
export interface WaveRunners {
  readonly tasks: (deps: RunnerDeps) => Runners;
  /** Of a process that drains lane `journey`. */
  readonly step?: RunStep;
}

function hasPicks({ compiled }: PublishedTemplate): boolean {
  return Object.values(compiled).some((fields) =>
    Object.values(fields).some((text) => typeof text === 'string' && /\bpicks\b/.test(text)),
  );
}

async function readTemplates(
  store: Store,
  { shop }: Settings,
): Promise<Pick<InForce, 'templateVersion' | 'templateVariant' | 'showsPicks'>> {
  const newest = new Map((await publishedTemplates(store)).map((template) => [template.id, template]));
  const showing = new Set([...newest.values()].filter(hasPicks).map(({ id }) => id));
  return {
    templateVersion: (id, channel) => {
      const template = newest.get(id);
      return template?.source.channel === channel ? template.version : null;
    },
    templateVariant: (id, locale) => {
      const template = newest.get(id);
      return template === undefined ? null : variantRef(template.source, locale, shop.locale);
    },
    showsPicks: (id) => showing.has(id),
  };
}

/** Waits a little for the provider's rate. */
const PAUSE_MS = 100;

async function rateOf({ quota }: ContainerParts): Promise<Pick<WaveDeps, 'rate'>> {
  const known = (await quota?.()) ?? null;
  if (known === null) return {};
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, PAUSE_MS));
  return { rate: (share) => ({ sends: new SendRate(known.perSecond, share), pause }) };
}

/** A container over the parts, with caches of what is in force. */
export function makeContainer(parts: ContainerParts): Container {
  const { store, pace } = parts;
  let inUse: VersionedSettings = { settings: parts.settings, version: parts.settingsVersion };
  const mergeData =
    parts.mergeData ??
    (parts.links === undefined ? mergeDataFor : mergeDataWith(parts.links, parts.addressKeyOf));
  let purses = 0;
  const book = cachedBook(store);
  let cached: { version: number; inForce: InForce } | null = null;
  const inForce = async (): Promise<InForce> => {
    const version = await store.configVersion();
    if (cached?.version === version) return cached.inForce;
    inUse = (await laterSettings(store, inUse.version)) ?? inUse;
    const read = await book();
    const model = (await store.model()) ?? coldModel(inUse.settings);
    const templates = await readTemplates(store, inUse.settings);
    const categoryOf = await loyaltyCategories(parts, read.programme);
    const whole = categoryOf === null ? read : { ...read, categoryOf };
    cached = { version, inForce: { book: whole, model, ...templates } };
    return cached.inForce;
  };
  const picksIn =
    (choose: ChoosePicks, { showsPicks }: InForce): NonNullable<SendDeps['picks']> =>
    async (decision, _person, now) =>
      showsPicks(decision.template) && decision.journeyId !== TEST_JOURNEY
        ? choose(container, decision, now)
        : [];
  const sendDeps = async (): Promise<SendDeps> => {
    const current = await inForce();
    const { settings } = inUse;
    purses += 1;
    return {
      store,
      provider: parts.provider,
      addressKeyOf: parts.addressKeyOf,
      settings,
      claimant: parts.claimant,
      templateVersion: current.templateVersion,
      templateVariant: current.templateVariant,
      mergeData,
      costOf: parts.costOf,
      keepEvidence: parts.keepEvidence,
      sending: await loadSending(store),
      ...(parts.picks === undefined ? {} : { picks: picksIn(parts.picks, current) }),
      purse: new Purse(store, `${parts.claimant}/${purses}`),
      dailyQuota: (await parts.quota?.())?.perDay ?? null,
    };
  };
  const container: Container = {
    ...parts,
    get settings() {
      return inUse.settings;
    },
    get settingsVersion() {
      return inUse.version;
    },
    inForce,
    sendDeps,
    evaluationDeps: () => ({ store, scratch: parts.scratch, settings: inUse.settings }),
    waveDeps: async (mayGoOn) => {
      const current = await inForce();
      const { settings, version: settingsVersion } = inUse;
      return {
        store,
        task: dispatchTasks(parts.runners?.tasks({ ...current, container, settings, settingsVersion }) ?? {}),
        ...(parts.runners?.step === undefined ? {} : { runStep: parts.runners.step }),
        book: current.book,
        mayGoOn,
        ...(pace === undefined ? {} : { turn: () => pace.turn() }),
        sending: () => guardedSending({ store, settings, now: parts.now }),
        clock: parts.now,
        ...(parts.awaitedEveryMs === undefined ? {} : { awaitedEveryMs: parts.awaitedEveryMs }),
        ...(await rateOf(parts)),
        step: {
          store,
          settings,
          settingsVersion,
          model: current.model,
        },
        send: await sendDeps(),
      };
    },
  };
  return container;
}
