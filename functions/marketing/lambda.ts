/** What Lambda calls for the routes marketers work with: segments and campaigns. */
import { apiHandler } from '../management/apiHandler.ts';
import { marketingRoutes } from '../management/marketingRoutes.ts';
import { awsBucket } from '../shared/awsBucket.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';

export const handler = await onAws('marketing', [awsBucket, awsSignIn], ({ container }) =>
  apiHandler(container, marketingRoutes(container)),
);
