/**
 * The system as it is deployed on AWS, driven from outside: over its public API, with the command, with Segment's client, and by
 * what its mails say. One story in a fixed order: later parts build on what earlier ones did.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { isDeployed } from '../support/aws/deployed.ts';
import { type DeployedShop, openDeployedShop } from '../support/aws/deployedShop.ts';
import { temporaryFolder } from '../support/processes.ts';
import { erases } from './awsStory/erases.ts';
import { killedWorker } from './awsStory/killedWorker.ts';
import { letsIn } from './awsStory/letsIn.ts';
import { recommends } from './awsStory/recommends.ts';
import { sends } from './awsStory/sends.ts';
import type { Scene } from './awsStory/story.ts';
import { takesSample } from './awsStory/takesSample.ts';

describe.skipIf(!isDeployed)('the system on AWS (needs `npm run test:aws`)', () => {
  const folder = temporaryFolder();
  let shop: DeployedShop | null = null;
  const scene = (): Scene => {
    if (shop === null) throw new Error('the story has not begun');
    return { shop, folder: folder.path };
  };

  beforeAll(async () => {
    shop = await openDeployedShop();
  });
  afterAll(async () => {
    await shop?.close();
    folder.remove();
  });

  letsIn(scene);
  takesSample(scene);
  recommends(scene);
  sends(scene);
  killedWorker(scene);
  erases(scene);
});
