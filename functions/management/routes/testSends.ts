/** Test sends over the API: one template, or all of a journey, to addresses or a seed list, with a customer's own data. */
import { isMessage } from '../../../core/journey/definition.ts';
import * as z from 'zod';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { e164 } from '../../../core/message/phone.ts';
import type { PublishedTemplate } from '../../../core/message/template.ts';
import { sendTrial, type TrialDeps, type TrialResult } from '../../../core/message/templateTrial.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { publishedJourney } from './journeys.ts';
import { bodyAs, type Route } from './route.ts';
import { readerOf, templateIn } from './templates.ts';

const MOST_ADDRESSES = 50;
const MOST_MESSAGES = 500;

export const testSendBody = z.strictObject({
  template: z.string().optional(),
  journey: z.string().optional(),
  to: z.array(z.string().trim().min(1)).max(MOST_ADDRESSES).optional(),
  seedList: z.string().optional(),
  customer: z.string().optional(),
  locale: z.string().max(40).optional(),
  /** Properties of the event that would have let the customer in. */
  event: z.record(z.string(), z.json()).optional(),
  /** The same request again sends nothing again. */
  key: z.string().min(1).max(100).optional(),
});
type TestSend = z.output<typeof testSendBody>;

async function templatesOf(
  container: Container,
  { template, journey }: TestSend,
): Promise<PublishedTemplate[]> {
  if ((template === undefined) === (journey === undefined))
    throw misuse('template', 'name a template or a journey', 'one of the two');
  if (template !== undefined) return [await templateIn(container, template)];
  const { definition } = await publishedJourney(container, journey ?? '');
  const ids = Object.values(definition.nodes).flatMap((node) =>
    isMessage(node) && node.template !== undefined ? [node.template] : [],
  );
  const unique = [...new Set(ids)];
  if (unique.length === 0) throw misuse('journey', `the journey "${journey}" sends nothing`, 'name another');
  return Promise.all(unique.map((id) => templateIn(container, id)));
}

function addressesOf({ settings }: Container, { to, seedList }: TestSend): readonly string[] {
  if ((to === undefined) === (seedList === undefined))
    throw misuse('to', 'name addresses or a seed list', 'one of the two');
  if (to !== undefined) return to;
  const list = settings.seedLists[seedList ?? ''];
  if (list !== undefined) return list;
  const known = Object.keys(settings.seedLists).join(', ') || 'none: add one under seedLists in the settings';
  throw misuse('seedList', `there is no seed list "${seedList}"`, `known: ${known}`);
}

/** The address as the channel of a template wants it; null where it is one of another channel. */
function fitting({ source }: PublishedTemplate, address: string): string | null {
  switch (source.channel) {
    case 'email':
      return z.email().safeParse(address).success ? address : null;
    case 'sms':
      return e164(address);
  }
}

interface Message {
  readonly template: PublishedTemplate;
  readonly to: string;
}

function messagesOf(templates: readonly PublishedTemplate[], addresses: readonly string[]): Message[] {
  const isUsable = (address: string) => fittingAny(address);
  const wrong = addresses.find((address) => !isUsable(address));
  if (wrong !== undefined)
    throw misuse(
      'to',
      `"${wrong}" is no email address and no phone number`,
      'write a number as +14155550100',
    );
  const messages = templates.flatMap((template) =>
    addresses.flatMap((address) => {
      const to = fitting(template, address);
      return to === null ? [] : [{ template, to }];
    }),
  );
  const [template] = templates;
  if (messages.length === 0)
    throw misuse(
      'to',
      `none of the addresses can take ${template?.source.channel ?? 'it'}`,
      'name one of its channel',
    );
  if (messages.length > MOST_MESSAGES)
    throw misuse('to', `that would be ${messages.length} messages`, `at most ${MOST_MESSAGES} at once`);
  return messages;
}

function fittingAny(address: string): boolean {
  return z.email().safeParse(address).success || e164(address) !== null;
}

export function testSend(container: Container): Route {
  return async (request) => {
    const asked = bodyAs(request, testSendBody);
    const messages = messagesOf(await templatesOf(container, asked), addressesOf(container, asked));
    const person = await readerOf(container, asked.customer);
    const deps: TrialDeps = { ...container, mergeData: container.mergeData ?? mergeDataFor };
    const at = container.now();
    const items: TrialResult[] = [];
    for (const [n, { template, to }] of messages.entries()) {
      const trial = { template, person, locale: asked.locale ?? null, event: asked.event ?? null, at };
      const result = await sendTrial(deps, trial, to, `${asked.key ?? at}-${n + 1}`);
      if (result !== null) items.push(result);
    }
    return { customer: asked.customer ?? null, items };
  };
}
