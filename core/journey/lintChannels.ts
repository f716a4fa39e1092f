/** What a journey may get wrong about its channels: a template of another channel, an SMS that is charged many times over. */
import { isMessage, type JourneyDefinition } from './definition.ts';
import type { LintFinding } from './lintFinding.ts';

/** An SMS in more parts than this is warned of. */
const MOST_SMS_PARTS = 3;

/** Parts each SMS template is sent in to a usual reader, by id; what is not among them is a template of mails. */
export type SmsLengths = ReadonlyMap<string, number>;

/** Findings of the sends whose template is published: `templates` are the ids of all. */
export function channelFindings(
  { nodes }: JourneyDefinition,
  templates: ReadonlySet<string>,
  sms: SmsLengths,
): LintFinding[] {
  return Object.entries(nodes).flatMap(([id, node]): LintFinding[] => {
    if (!isMessage(node) || node.template === undefined || !templates.has(node.template)) return [];
    const { channel, template } = node;
    const path = `nodes.${id}.template`;
    const parts = sms.get(template);
    const ofTemplate = parts === undefined ? 'email' : 'sms';
    if (ofTemplate !== channel) {
      const message = `"${template}" is a template of ${ofTemplate}, and this node sends ${channel}; name another, or set channel: ${ofTemplate}`;
      return [{ severity: 'error', code: 'wrong-channel', path, message }];
    }
    if (parts === undefined || parts <= MOST_SMS_PARTS) return [];
    const message = `"${template}" goes out in ${parts} parts, each charged as an SMS; shorten it, or leave out what is not in the GSM alphabet`;
    return [{ severity: 'warning', code: 'long-sms', path, message }];
  });
}
