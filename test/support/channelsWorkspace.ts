/** A workspace whose mailbox holds one message of each kind: three SMS (short, long, Chinese) and a webhook, sent by the send path. */
import { newPerson } from '../../core/customer/person.ts';
import { customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import type { Decision } from '../../core/message/decision.ts';
import { runSend } from '../../core/message/send.ts';
import { templateSchema } from '../../core/message/template.ts';
import { DAY_MS } from '../../core/time.ts';
import { compileTemplate } from '../../functions/templatePublish/compileTemplate.ts';
import { openWorkspace, type Workspace } from '../../local/workspace/openWorkspace.ts';
import { aDecision, granted } from './builders.ts';
import { decide } from './sendWorld.ts';

const TEXTS = {
  short: [
    'Hello {{ customer.first_name }}, your parcel left us today.',
    '{{ customer.first_name }}，您好，包裹今天已发出。',
  ],
  long: [
    'Hello {{ customer.first_name }}, three teas you liked are back: Golden Needle, Keemun and “Iron Goddess”. Have a look: {{ shop.website }}/teas. Reply STOP to end.',
    '{{ customer.first_name }}，您喜欢的三款茶已到货：金针、祁门红茶、铁观音。看一看：{{ shop.website }}/teas 。回复 TD 退订。',
  ],
} as const;

const PEOPLE = [
  { id: 'maya', name: 'Maya Lindholm', locale: 'en', phone: '+15551230001' },
  { id: 'omar', name: 'Omar Said', locale: 'en', phone: '+15551230002' },
  { id: 'lina', name: '李娜', locale: 'zh-CN', phone: '+8613800000003' },
] as const;

async function publishTexts({ store, container }: Workspace): Promise<void> {
  for (const [id, [en, zh]] of Object.entries(TEXTS)) {
    const source = templateSchema.parse({
      id: `text-${id}`,
      channel: 'sms',
      locales: { en: { text: en }, 'zh-CN': { text: zh } },
    });
    await store.publishTemplate(source, await compileTemplate(source), container.now());
  }
}

function aSend(owner: string, node: string, now: number, overrides: Partial<Decision>): Decision {
  return aDecision({
    id: decisionId(`${owner}/care/${node}/1`),
    customerId: customerId(owner),
    enrolmentId: enrolmentId(`${owner}/care`),
    journeyId: 'care',
    nodeId: node,
    class: 'transactional',
    topic: 'orders',
    decidedAt: now,
    dueAt: now,
    expiresAt: now + DAY_MS,
    ...overrides,
  });
}

/** Makes workspace `main` in the folder, and leaves it closed. Newest message: the webhook. */
export async function fillChannels(dataDir: string, now: () => number): Promise<void> {
  const workspace = await openWorkspace({ dataDir, name: 'main', create: true, now });
  const { store, container } = workspace;
  await publishTexts(workspace);
  await store.importPeople(
    PEOPLE.map(({ id, ...known }) => ({
      person: { ...newPerson(customerId(id), 0), ...known },
      consents: [
        {
          contactKey: container.addressKeyOf('sms', known.phone),
          change: granted('orders', { channel: 'sms', at: 0 }),
        },
      ],
    })),
  );
  const at = now();
  const decisions = [
    aSend('maya', 'short', at, { channel: 'sms', template: 'text-short' }),
    aSend('omar', 'long', at, { channel: 'sms', template: 'text-long' }),
    aSend('lina', 'long', at, { channel: 'sms', template: 'text-long' }),
    aSend('maya', 'tell', at, {
      channel: 'webhook',
      template: '',
      url: 'https://warehouse.shop.example/hooks/perennial',
    }),
  ];
  await decide(store, ...decisions);
  const { send } = await container.waveDeps(() => true);
  for (const decision of decisions) await runSend(send, decision, at);
  await workspace.close();
}
