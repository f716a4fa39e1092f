/** The calls events and replies come in by, with a write key: not JSON of this API but the Segment tracking API's. */
import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';

const CALLS = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch'] as const;

const message = z
  .looseObject({
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    messageId: z.string().optional(),
  })
  .meta({ id: 'Event', description: 'A message of the Segment tracking API; at most 32 KB, a batch 500 KB' });
const taken = z.looseObject({ success: z.literal(true) });
const sms = z.looseObject({ from: z.string(), text: z.string(), id: z.string().optional() });

const answered = {
  '200': { description: 'It is on disk', content: { 'application/json': { schema: taken } } },
  '401': { $ref: '#/components/responses/Refused' },
  '503': { $ref: '#/components/responses/Refused' },
} as const;
const common = { tags: ['events-in'], security: [{ writeKey: [] }], responses: answered };

export function eventsIn(): ZodOpenApiPathsObject {
  const calls = CALLS.map((call) => [
    `/v1/${call}`,
    {
      post: {
        ...common,
        operationId: `events-${call}`,
        summary: `Takes in what happened: ${call}`,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: call === 'batch' ? z.object({ batch: z.array(message) }) : message,
            },
          },
        },
      },
    },
  ]);
  return {
    ...Object.fromEntries(calls),
    '/v1/inbound/sms': {
      post: {
        ...common,
        operationId: 'inbound-sms',
        summary: 'An SMS somebody wrote back',
        requestBody: { required: true, content: { 'application/json': { schema: sms } } },
      },
    },
    '/v1/inbound/email': {
      post: {
        ...common,
        operationId: 'inbound-email',
        summary: 'A mail somebody wrote back, as it came',
        requestBody: { required: true, content: { 'message/rfc822': { schema: z.string() } } },
      },
    },
  };
}
