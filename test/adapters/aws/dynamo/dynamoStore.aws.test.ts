/** The contract of every store, on tables of an emulator that others wrote. */
import { describe } from 'vitest';
import { storeContract } from '../../../contract/storeContract.ts';
import { isDeployed } from '../../../support/aws/deployed.ts';
import { emulatorStore } from '../../../support/aws/emulatorTables.ts';

describe.skipIf(!isDeployed)('on the emulator (needs `npm run test:aws`)', () => {
  storeContract('the DynamoDB store', emulatorStore);
});
