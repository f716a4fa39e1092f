/** What Lambda calls. */
import { awsDelivery } from '../shared/awsDelivery.ts';
import { awsJobs } from '../shared/awsJobs.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';
import { management } from './handler.ts';

export const handler = await onAws('management', [awsDelivery, awsJobs, awsSignIn], ({ container }) =>
  management(container),
);
