import { storeContract } from '../../../contract/storeContract.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

storeContract('the DynamoDB store', (options) => storeOver(fakeTables(), options));

/** Every query and scan in several pages. */
storeContract('the DynamoDB store in small pages', (options) =>
  storeOver(fakeTables({ pageItems: 3 }), options),
);
