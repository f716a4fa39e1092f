/** Whether the topics a definition sends under are ones people can choose, and are told by the channels it uses. */
import { type Channel, CONSENT_CHANNELS } from '../message/messageClass.ts';
import type { MessageSettings } from '../settings/settings.ts';
import { isMessage, type JourneyDefinition } from './definition.ts';
import type { LintFinding } from './lintFinding.ts';

function problemOf(topic: string, channel: Channel, { topics }: MessageSettings): string | null {
  const known = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  if (known === undefined) {
    const names = Object.keys(topics).join(', ');
    return `there is no topic "${topic}", so nobody can choose it or leave it; add it to messages.topics. Topics: ${names}`;
  }
  const isCarried = CONSENT_CHANNELS.some((one) => one === channel && known.channels.includes(one));
  return isCarried
    ? null
    : `topic "${topic}" is not told by ${channel}; add the channel to it in messages.topics`;
}

/** Only of messages that need consent, once for each topic and channel. */
export function topicFindings(definition: JourneyDefinition, messages: MessageSettings): LintFinding[] {
  const findings = new Map<string, LintFinding>();
  for (const [id, node] of Object.entries(definition.nodes)) {
    if (!isMessage(node) || node.channel === 'webhook') continue;
    const messageClass = node.class ?? definition.class;
    if (messageClass === 'transactional' || messageClass === 'service') continue;
    const message = problemOf(node.topic ?? definition.topic, node.channel, messages);
    if (message === null || findings.has(message)) continue;
    const path = node.topic === undefined ? 'topic' : `nodes.${id}.topic`;
    findings.set(message, { severity: 'warning', code: 'unknown-topic', path, message });
  }
  return [...findings.values()];
}
