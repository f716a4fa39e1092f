/** What Lambda calls: the routes that run the system, and the account's owner, who calls the function itself. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { awsBucket } from '../shared/awsBucket.ts';
import { awsJobs } from '../shared/awsJobs.ts';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';
import { apiHandler } from './apiHandler.ts';
import { operationRoutes } from './operationRoutes.ts';
import { answerOwner, isOwnerCall, type OwnerCall } from './ownerCall.ts';

export const handler = await onAws('management', [awsBucket, awsJobs, awsSignIn], ({ container }) => {
  const http = apiHandler(container, operationRoutes(container));
  return (event: APIGatewayProxyEventV2 | OwnerCall, context: Context) =>
    isOwnerCall(event) ? answerOwner(container, event) : http(event, context);
});
