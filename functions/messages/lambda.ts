/** What Lambda calls for routes that render a message or hand one over at once. */
import { apiHandler } from '../management/apiHandler.ts';
import { messageRoutes } from '../management/messageRoutes.ts';
import { awsDelivery } from '../shared/awsDelivery.ts';
import { awsPicks } from '../shared/awsPicks.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';

export const handler = await onAws('messages', [awsDelivery, awsPicks, awsSignIn], ({ container }) =>
  apiHandler(container, messageRoutes(container)),
);
