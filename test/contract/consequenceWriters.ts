import type { Consequences, Store } from '../../core/ports.ts';
import { aDecision, MAYA } from '../support/builders.ts';
import { aChange, aLifecycleWrite, aSettlement, aStep, decide } from './given.ts';

/** Every change of the ports that has consequences, as a function that writes them. */
export const WRITERS: readonly [string, (store: Store, what: Consequences) => Promise<unknown>][] = [
  ['a step', (store, what) => store.commitStep(aStep(what))],
  ['an event', (store, what) => store.applyEvent(aChange(what))],
  [
    'a settlement',
    async (store, what) => {
      await decide(store, aDecision());
      return store.settle(aSettlement({ ...what, claimant: null, outcome: 'suppressed' }));
    },
  ],
  [
    'an evaluation',
    async (store, what) => {
      await store.applyEvent(aChange());
      return (await store.commitLifecycles([aLifecycleWrite(what)]))[0];
    },
  ],
  [
    'a judgement by segments',
    async (store, what) => {
      await store.applyEvent(aChange());
      return (await store.commitStandings([{ ...what, customerId: MAYA, expectedVersion: 1 }]))[0];
    },
  ],
];
