import { describe, expect, it } from 'vitest';
import { journeySchema } from '../../../core/journey/definition.ts';
import { topicFindings } from '../../../core/journey/lintTopics.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';

const MAIL_ONLY: unknown = { messages: { topics: { offers: { channels: ['email'] } } } };
const { messages } = settingsSchema.parse(MAIL_ONLY);

function findings(topic: string, of: string, ...sends: readonly object[]): string[] {
  const nodes = sends.map((send, i) => [
    `n${i}`,
    { type: 'send', template: 'letter', ...send, next: i + 1 < sends.length ? `n${i + 1}` : 'done' },
  ]);
  const definition = journeySchema.parse({
    id: 'test',
    name: { en: 'Test', 'zh-CN': '测试' },
    topic,
    class: of,
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: 'n0',
    nodes: { ...Object.fromEntries(nodes), done: { type: 'end' } },
  });
  return topicFindings(definition, messages).map(
    ({ severity, path, message }) => `${severity} ${path}: ${message}`,
  );
}

describe('the topics of a journey', () => {
  it('are ones of the settings, told by the channel', () => {
    expect(findings('offers', 'promotional', {}, { topic: 'newsletter', channel: 'sms' })).toEqual([]);
  });

  it('are warned of where nobody can choose them, once', () => {
    expect(findings('gossip', 'promotional', {}, {})).toEqual([
      'warning topic: there is no topic "gossip", so nobody can choose it or leave it; add it to messages.topics. Topics: newsletter, offers, service',
    ]);
  });

  it('are warned of where the channel does not tell them', () => {
    expect(findings('newsletter', 'survey', {}, { topic: 'offers', channel: 'sms' })).toEqual([
      'warning nodes.n1.topic: topic "offers" is not told by sms; add the channel to it in messages.topics',
    ]);
  });

  it.each([
    ['what people wait for', 'service', {}],
    [
      'webhooks',
      'promotional',
      { channel: 'webhook', template: undefined, url: 'https://shop.example/hooks' },
    ],
  ])('need not be chosen of %s', (_, of, send) => {
    expect(findings('gossip', of, send)).toEqual([]);
  });
});
