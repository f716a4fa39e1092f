/**
 * What every store promises, port by port: the sentences of core/ports.ts as tests. An adapter passes it whole or is none.
 */
import { describe } from 'vitest';
import { basketsContract } from './basketsContract.ts';
import { configContract } from './configContract.ts';
import { directoryContract } from './directoryContract.ts';
import { dossierContract } from './dossierContract.ts';
import { erasureContract } from './erasureContract.ts';
import { evaluationContract } from './evaluationContract.ts';
import type { MakeStore } from './given.ts';
import { identityContract } from './identityContract.ts';
import { importContract } from './importContract.ts';
import { importPeopleContract } from './importPeopleContract.ts';
import { peopleContract } from './peopleContract.ts';
import { recentEventsContract } from './recentEventsContract.ts';
import { standingContract } from './standingContract.ts';
import { sendContract } from './sendContract.ts';
import { feedbackContract } from './feedbackContract.ts';
import { taskContract } from './taskContract.ts';
import { workContract } from './workContract.ts';

/** Runs the contract against stores that `make` makes, each empty. */
export function storeContract(name: string, make: MakeStore): void {
  describe(`the contract of ${name}`, () => {
    describe('people', () => {
      peopleContract(make);
      recentEventsContract(make);
    });
    describe('work', () => {
      workContract(make);
      taskContract(make);
    });
    describe('sends', () => {
      sendContract(make);
      feedbackContract(make);
    });
    describe('evaluation', () => {
      evaluationContract(make);
      basketsContract(make);
      standingContract(make);
    });
    describe('identities', () => {
      identityContract(make);
    });
    describe('imports', () => {
      importContract(make);
      importPeopleContract(make);
    });
    describe('configuration', () => {
      configContract(make);
    });
    describe('a dossier', () => {
      dossierContract(make);
    });
    describe('erasure', () => {
      erasureContract(make);
    });
    describe('directory', () => {
      directoryContract(make);
    });
  });
}
