/** What Lambda calls for routes that take documents: journeys and settings. */
import { apiHandler } from '../management/apiHandler.ts';
import { definitionRoutes } from '../management/definitionRoutes.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';

export const handler = await onAws('definitions', [awsSignIn], ({ container }) =>
  apiHandler(container, definitionRoutes(container)),
);
