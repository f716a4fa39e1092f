import { expect, it } from 'vitest';
import { createRecorder } from '../../../adapters/memory/recorder.ts';
import { decisionId } from '../../../core/ids.ts';
import type { OutboundMessage, TemplatedMessage } from '../../../core/ports.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const message: TemplatedMessage = {
  decisionId: decisionId('d'),
  customerId: MAYA,
  channel: 'email',
  to: 'maya@example.org',
  journeyId: 'test',
  journeyVersion: 1,
  nodeId: 'hello',
  class: 'care',
  topic: 'offers',
  template: 'hello',
  templateVersion: 1,
  locale: 'en',
  mergeData: {},
  at: NOW,
};

it('accepts every message, counts it and tells the listener', async () => {
  const heard: OutboundMessage[] = [];
  const recorder = createRecorder((one) => heard.push(one));
  const replies = [await recorder.send(message), await recorder.send(message)];
  expect(replies.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(2);
  expect(recorder.sent).toBe(2);
  expect(heard).toEqual([message, message]);
});
