/** What Lambda calls for routes that reckon over the shop's customers. */
import { apiHandler } from '../management/apiHandler.ts';
import { insightRoutes } from '../management/insightRoutes.ts';
import { awsBucket } from '../shared/awsBucket.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';

export const handler = await onAws('insights', [awsBucket, awsSignIn], ({ container }) =>
  apiHandler(container, insightRoutes(container)),
);
