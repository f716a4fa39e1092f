/** A container over the memory store, for handlers: the clock stands still unless moved, the provider accepts everything. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { memoryRejects } from '../../adapters/memory/rejects.ts';
import { createRecorder, type Recorder } from '../../adapters/memory/recorder.ts';
import type { Context } from 'aws-lambda';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { type Container, type ContainerParts, makeContainer } from '../../functions/shared/container.ts';
import { messageCosts } from '../../functions/shared/messageCost.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { lambdaContext } from '../../local/machines/lambdaContext.ts';
import { NOW } from './builders.ts';
import { addressKeyOf } from './sendWorld.ts';
import { TEST_ISSUER } from './signedIn.ts';
import { allRunners } from '../../functions/shared/runners/allRunners.ts';

export interface ContainerWorld {
  readonly container: Container;
  readonly store: Store;
  readonly provider: Recorder;
  readonly clock: { now: number };
}

export function aContainer(overrides: Partial<ContainerParts> = {}): ContainerWorld {
  const clock = { now: NOW };
  const provider = createRecorder();
  const store = overrides.store ?? createMemoryStore();
  const container: Container = makeContainer({
    store,
    provider,
    addressKeyOf,
    runners: allRunners,
    scratch: memoryScratch(),
    rejects: memoryRejects(),
    settings: DEFAULT_SETTINGS,
    settingsVersion: 1,
    now: () => clock.now,
    claimant: 'worker-1',
    keepEvidence: true,
    costOf: messageCosts(store, () => container.settings),
    signIn: TEST_ISSUER.signIn,
    ...overrides,
  });
  return { container, store, provider, clock };
}

/** What Lambda hands a handler beside the event. */
export function aContext(): Context {
  return lambdaContext('test', () => 30_000);
}
