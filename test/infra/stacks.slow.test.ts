/** Everything that is asserted of the stacks, in one process: loading CDK takes longer than all of it. */
import { afterAll } from 'vitest';
import './stacks/access.ts';
import './stacks/api.ts';
import './stacks/data.ts';
import './stacks/messaging.ts';
import './stacks/nag.ts';
import './stacks/rows.ts';
import './stacks/workflows.ts';
import { forgetDeployed } from './support/deployed.ts';

afterAll(forgetDeployed);
