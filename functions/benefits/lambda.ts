/** What Lambda calls for routes of what customers are given. */
import { apiHandler } from '../management/apiHandler.ts';
import { benefitRoutes } from '../management/benefitRoutes.ts';
import { awsBucket } from '../shared/awsBucket.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';

export const handler = await onAws('benefits', [awsBucket, awsSignIn], ({ container }) =>
  apiHandler(container, benefitRoutes(container)),
);
