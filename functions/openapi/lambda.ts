/** What Lambda calls for the document of the API, told to anyone: it needs nothing of the system. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { jsonResponse } from '../management/routes/route.ts';
import { FunctionLog } from '../shared/functionLog.ts';
import { openApiDocument } from './openApiDocument.ts';

const document = jsonResponse(openApiDocument());

export const handler = new FunctionLog('openApi').around(async (_event: APIGatewayProxyEventV2) => document);
