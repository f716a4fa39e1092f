/**
 * The world of one case: journeys published at its start, every template there, and a watch on what is decided. Waves run as
 * they do live, on whole minutes; every message is accepted.
 */
import { createMemoryStore, type MemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Fact } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { cachedBook } from '../../core/journey/book.ts';
import { isMessage, type JourneyDefinition } from '../../core/journey/definition.ts';
import { follow } from '../../core/journey/follow.ts';
import { publish } from '../../core/journey/publish.ts';
import type { Stage } from '../../core/lifecycle/lifecycle.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { PersonWrite, StepChange } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import { CaseNotRunnable } from './notRunnable.ts';
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
    if (!isMessage(node) || node.template === undefined || node.channel === 'webhook') continue;
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

/** What is decided, in the order in which it is; of a message that was settled its id, until the end tells what it was. */
class Watch {
  readonly stages: StageReached[] = [];
  private readonly seen: (Decided | string)[] = [];

  readonly onFact = (fact: Fact): void => {
    const { at, customerId: customer, kind, body } = fact;
    if (kind === 'stage-changed' && typeof body.to === 'string')
      this.stages.push({ at, customer, stage: body.to });
    if (kind === 'message-settled' && typeof body.decision === 'string') this.seen.push(body.decision);
    const decided = decidedByFact(fact);
    if (decided !== null) this.seen.push(decided);
  };

  note(decided: Decided): void {
    this.seen.push(decided);
  }

  forget(decided: Decided): void {
    this.seen.splice(this.seen.lastIndexOf(decided), 1);
  }

  inOrder(decisions: readonly Decision[]): Decided[] {
    const sends = new Map<string, Decided>(decisions.map((one) => [one.id, decidedSend(one)]));
    const told = this.seen.flatMap((one): Decided[] => {
      if (typeof one !== 'string') return [one];
      const send = sends.get(one);
      sends.delete(one);
      return send === undefined ? [] : [send];
    });
    return [...told, ...sends.values()].sort((a, b) => a.at - b.at);
  }
}

export function makeCaseWorld(): CaseWorld {
  const watch = new Watch();
  const failures: string[] = [];
  const inner = createMemoryStore({ shards: 1, onFact: watch.onFact });
  const store: MemoryStore = {
    ...inner,
    commitStep: async (change: StepChange) => {
      const set = change.person === undefined ? null : await traitsSet(inner, change.person);
      if (set !== null) watch.note(set);
      const result = await inner.commitStep(change);
      if (result === 'conflict' && set !== null) watch.forget(set);
      return result;
    },
    defer: (record, to) => {
      failures.push(to.error);
      return inner.defer(record, to);
    },
  };
  const decided = async () => {
    const decisions: Decision[] = [];
    for await (const page of inner.decisions()) decisions.push(...page);
    return watch.inOrder(decisions);
  };
  return { store, decided, stages: watch.stages, failures };
}

/** Changes a stage and lets follow what follows, as the nightly evaluation does; an order judges it anew. */
export async function changeStage(
  store: MemoryStore,
  { id, stage, settings }: { readonly id: string; readonly stage: Stage; readonly settings: Settings },
  now: Instant,
): Promise<void> {
  const record = await store.loadPerson(customerId(id));
  const before = record?.person.lifecycle ?? null;
  if (record === null || before === null)
    throw new CaseNotRunnable('events', `nobody has heard of ${id} yet, and so they have no stage to change`);
  if (before.stage === stage) return;
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
