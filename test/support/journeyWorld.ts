/**
 * Journeys in virtual time over any store: events are told when the test says, which need not be when they happened, and
 * waves run on whole minutes on which something is due. Every message is accepted.
 */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { createRecorder } from '../../adapters/memory/recorder.ts';
import { memoryRejects } from '../../adapters/memory/rejects.ts';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { NEW_ONLY, publish, type Enrol } from '../../core/journey/publish.ts';
import { runStep } from '../../core/journey/runStep.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { LANES } from '../../core/message/decision.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { Store, TemplatedMessage } from '../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { type Instant, MINUTE_MS } from '../../core/time.ts';
import { makeContainer } from '../../functions/shared/container.ts';
import { messageCosts } from '../../functions/shared/messageCost.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { NOW } from './builders.ts';
import { addressKeyOf } from './sendWorld.ts';
import { allRunners } from '../../functions/shared/runners/allRunners.ts';
import type { WaveRunners } from '../../functions/shared/container.ts';

export interface JourneyWorldOptions {
  readonly store?: Store;
  readonly settings?: Settings;
  readonly now?: Instant;
  /** Default: all of them. */
  readonly runners?: WaveRunners;
}

type Sent = Pick<TemplatedMessage, 'template' | 'at'> & { readonly decision: string };

export interface JourneyWorld {
  readonly store: Store;
  readonly clock: { now: Instant };
  /** What went out, in order. */
  readonly sent: Sent[];
  readonly publish: (definition: JourneyDefinition, enrol?: Enrol) => Promise<void>;
  /** Applies an event at the clock's time. */
  readonly tell: (event: CustomerEvent) => Promise<'applied' | 'duplicate'>;
  /** Drains what is due at the clock's time. */
  readonly drain: () => Promise<void>;
  /** Runs the steps that are due at the clock's time, and leaves what they decide to the next wave. */
  readonly stepsOnly: () => Promise<void>;
  /** Drains wave by wave until `end`, inclusive, and leaves the clock there. */
  readonly runTo: (end: Instant) => Promise<void>;
}

/** Publishes templates whose compiled form nobody will look at. */
export async function knowTemplates(store: Store, sources: readonly TemplateSource[]): Promise<void> {
  const blank = { subject: '', preheader: '', html: '', text: '' };
  for (const source of sources) await store.publishTemplate(source, { en: blank, 'zh-CN': blank }, NOW);
}

/** A mail of few words. */
export function aTemplate(id: string): TemplateSource {
  const words = { subject: id, preheader: '', mjml: '<mjml></mjml>', text: id };
  return { id, channel: 'email', locales: { en: words, 'zh-CN': words } };
}

export function aJourneyWorld({
  store = createMemoryStore(),
  settings = DEFAULT_SETTINGS,
  now = NOW,
  runners = allRunners,
}: JourneyWorldOptions = {}): JourneyWorld {
  const clock = { now };
  const sent: Sent[] = [];
  const container = makeContainer({
    store,
    provider: createRecorder((message) => {
      if (message.channel !== 'webhook')
        sent.push({ template: message.template, at: message.at, decision: message.decisionId });
    }),
    addressKeyOf,
    runners,
    scratch: memoryScratch(),
    rejects: memoryRejects(),
    settings,
    settingsVersion: 1,
    now: () => clock.now,
    claimant: 'worker-1',
    keepEvidence: true,
    costOf: messageCosts(store, () => settings),
  });
  const shards = Array.from({ length: store.shards }, (_, shard) => shard);
  const drain = async () => {
    await drainWave(await container.waveDeps(() => true), { lanes: LANES, shards }, clock.now);
  };
  return {
    store,
    clock,
    sent,
    drain,
    stepsOnly: async () => {
      const { step, book } = await container.waveDeps(() => true);
      for (const shard of shards) {
        const page = await store.duePage({ lane: 'journey', shard, until: clock.now, limit: 200 });
        for (const record of page)
          if (record.kind === 'step') await runStep(step, book, record.enrolment, clock.now);
      }
    },
    publish: async (definition, enrol = NEW_ONLY) => {
      await publish({ store, settings }, definition, clock.now, enrol);
    },
    tell: async (event) => {
      const { book, model } = await container.inForce();
      return applyEvent({ store, addressKeyOf, settings, model }, book, event, clock.now);
    },
    runTo: async (end) => {
      for (;;) {
        const due = await store.nextDueAt();
        const wave = due === null ? end + 1 : Math.ceil(Math.max(due, clock.now) / MINUTE_MS) * MINUTE_MS;
        if (wave > end) break;
        clock.now = wave;
        await drain();
      }
      clock.now = end;
    },
  };
}
