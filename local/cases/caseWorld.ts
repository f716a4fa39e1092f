/**
 * The world of one case: journeys published at its start, every template there, and a watch on what is decided. Waves run as
 * they do live, on whole minutes; every message is accepted.
 */
import { createMemoryStore, type MemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Fact } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { cachedBook } from '../../core/journey/book.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { follow } from '../../core/journey/follow.ts';
import { publish } from '../../core/journey/publish.ts';
import type { Stage } from '../../core/lifecycle/lifecycle.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { PersonWrite, StepChange } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import { type Decided, decidedByFact, decidedSend } from './decided.ts';

/** No decision, but what many a decision comes from. */
export interface StageReached {
  readonly at: Instant;
  readonly customer: string;
  readonly stage: string;
}

export interface CaseWorld {
  readonly store: MemoryStore;
  /** What was decided so far, in order of time. */
  decided(): Promise<Decided[]>;
  /** Stages people came to, in order. */
  readonly stages: readonly StageReached[];
  /** What failed in a step or a send, in words. */
  readonly failures: readonly string[];
}

function blankTemplate(id: string, channel: 'email' | 'sms'): TemplateSource {
  if (channel === 'sms') return { id, channel, locales: { en: { text: id }, 'zh-CN': { text: id } } };
  const words = { subject: id, preheader: '', mjml: '<mjml></mjml>', text: id };
  return { id, channel, locales: { en: words, 'zh-CN': words } };
}

async function publishTemplates(
  store: MemoryStore,
  { nodes }: JourneyDefinition,
  now: Instant,
): Promise<void> {
  const blank = { subject: '', preheader: '', html: '', text: '' };
  for (const node of Object.values(nodes)) {
    if (node.type !== 'send' || node.template === undefined || node.channel === 'webhook') continue;
    await store.publishTemplate(
      blankTemplate(node.template, node.channel),
      { en: blank, 'zh-CN': blank },
      now,
    );
  }
}

export async function publishAll(
  store: MemoryStore,
  journeys: readonly JourneyDefinition[],
  settings: Settings,
  now: Instant,
): Promise<void> {
  for (const journey of journeys) {
    await publishTemplates(store, journey, now);
    await publish({ store, settings }, journey, now);
  }
}

/** Traits that a step set, and when. */
async function traitsSet(store: MemoryStore, { person }: PersonWrite): Promise<Decided | null> {
  const before = (await store.loadProfile(person.id))?.fieldTimes ?? {};
  const names = Object.keys(person.traits).filter(
    (name) => person.fieldTimes[`traits.${name}`] !== before[`traits.${name}`],
  );
  const at = Math.max(...names.map((name) => person.fieldTimes[`traits.${name}`] ?? 0));
  const traits: JsonObject = Object.fromEntries(names.map((name) => [name, person.traits[name] ?? null]));
  return names.length === 0 ? null : { kind: 'trait', at, customer: person.id, traits };
}

export function makeCaseWorld(): CaseWorld {
  const seen: Decided[] = [];
  const failures: string[] = [];
  const stages: StageReached[] = [];
  const inner = createMemoryStore({
    shards: 1,
    onFact: (fact) => {
      const { at, customerId: customer, kind, body } = fact;
      if (kind === 'stage-changed' && typeof body.to === 'string')
        stages.push({ at, customer, stage: body.to });
      const decided = decidedByFact(fact);
      if (decided !== null) seen.push(decided);
    },
  });
  const store: MemoryStore = {
    ...inner,
    commitStep: async (change: StepChange) => {
      const set = change.person === undefined ? null : await traitsSet(inner, change.person);
      const result = await inner.commitStep(change);
      if (result === 'committed' && set !== null) seen.push(set);
      return result;
    },
    defer: (record, to) => {
      failures.push(to.error);
      return inner.defer(record, to);
    },
  };
  const decided = async () => {
    const sends: Decided[] = [];
    for await (const page of inner.decisions()) sends.push(...page.map(decidedSend));
    return [...seen, ...sends].sort((a, b) => a.at - b.at);
  };
  return { store, decided, stages, failures };
}

/** Changes a stage and lets follow what follows, as the nightly evaluation does; an order judges it anew. */
export async function changeStage(
  store: MemoryStore,
  { id, stage, settings }: { readonly id: string; readonly stage: Stage; readonly settings: Settings },
  now: Instant,
): Promise<void> {
  const record = await store.loadPerson(customerId(id));
  const before = record?.person.lifecycle ?? null;
  if (record === null || before === null || before.stage === stage) return;
  const lifecycle = { ...before, stage, stageSince: now, nextChangeAt: null };
  const followed = await follow(store, await cachedBook(store)(), {
    person: { ...record.person, lifecycle },
    enrolments: record.enrolments,
    triggers: [{ kind: 'stage', from: before.stage, to: stage }],
    now,
    settings,
  });
  const { id: customer, version } = record.person;
  const fact: Fact = {
    customerId: customer,
    at: now,
    kind: 'stage-changed',
    journeyId: null,
    body: { from: before.stage, to: stage, rule: 'case' },
  };
  const facts = [fact, ...followed.facts];
  await store.commitLifecycles([
    { customerId: customer, expectedVersion: version, lifecycle, ...followed, facts },
  ]);
}
