/** The state machines that are deployed, by name. */
import type { StateMachine } from '../workflows/asl.ts';
import { campaignLaunch } from '../workflows/campaignLaunch.ts';
import { eraseCustomer } from '../workflows/eraseCustomer.ts';
import type { MachineName } from '../workflows/functionDefinition.ts';
import { importFile } from '../workflows/importFile.ts';
import { journeyWave } from '../workflows/journeyWave.ts';
import { lifecycleEvaluation } from '../workflows/lifecycleEvaluation.ts';

export const MACHINES: readonly (readonly [MachineName, StateMachine])[] = [
  ['journey-wave', journeyWave],
  ['lifecycle-evaluation', lifecycleEvaluation],
  ['import', importFile],
  ['erase-customer', eraseCustomer],
  ['campaign-launch', campaignLaunch],
];
