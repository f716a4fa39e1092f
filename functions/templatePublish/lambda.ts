/**
 * The one bundle that holds MJML. Beside requests of the API it takes the call of a deployment, and of the account's owner, to
 * publish the templates that ship: `{ "publish": "shipped" }`.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { awsSignIn } from '../shared/awsSignIn.ts';
import { onAws } from '../shared/onAws.ts';
import { onDeployment } from '../shared/onDeployment.ts';
import { publishShipped, templatePublish } from './handler.ts';

const ownerCall = z.strictObject({ publish: z.literal('shipped') });

type Answer = APIGatewayProxyStructuredResultV2 | { readonly published: readonly string[] } | undefined;

export const handler = await onAws('templatePublish', [awsSignIn], ({ container }) => {
  const http = templatePublish(container);
  const publish = () => publishShipped(container);
  const answer = async (event: APIGatewayProxyEventV2 | object, context: Context): Promise<Answer> => {
    if (ownerCall.safeParse(event).success) return publish();
    if ('requestContext' in event) return http(event, context);
    throw new TypeError('the event is neither a request of the API nor a call of the owner');
  };
  return onDeployment(answer, publish);
});
