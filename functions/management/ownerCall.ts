/**
 * The way in before anybody has a key: whoever may invoke the function in the account owns it, and has it make one. API Gateway
 * cannot send such a call: what comes through it is always wrapped in an event of its own.
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { createKey } from '../shared/apiKeys.ts';
import type { Container } from '../shared/container.ts';
import { problemResponse } from '../shared/problem.ts';
import { newKeyBody } from './routes/keys.ts';
import { jsonResponse } from './routes/route.ts';

const ownerCall = z.strictObject({ createKey: newKeyBody });
export type OwnerCall = z.infer<typeof ownerCall>;

export function isOwnerCall(event: object): event is OwnerCall {
  return ownerCall.safeParse(event).success;
}

export async function answerOwner(
  { store, now, keepsKeys = false }: Container,
  { createKey: wanted }: OwnerCall,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    const key = { ...wanted, createdAt: now(), createdBy: 'owner of the account' };
    return jsonResponse(await createKey(store, key, keepsKeys));
  } catch (failure) {
    return problemResponse(failure);
  }
}
