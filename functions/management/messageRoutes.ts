/**
 * Routes that render a message or hand one over at once. On AWS they are a function of their own: the one behind the API that may
 * send.
 */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { sendMessage } from './routes/sends.ts';
import { previewTemplate } from './routes/templates.ts';
import { testSend } from './routes/testSends.ts';

export function messageRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'POST /v1/templates/{id}/preview', route: previewTemplate(container) },
    { name: 'POST /v1/test-sends', route: testSend(container) },
    { name: 'POST /v1/messages', route: sendMessage(container) },
  ];
}
