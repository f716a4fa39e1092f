/** Small journeys whose outcome anybody can work out by hand, beside the shipped programme. */
import { type JourneyDefinition, journeySchema } from '../../../core/journey/definition.ts';
import { type TemplateSource, templateSchema } from '../../../core/message/template.ts';
import { loadShipped } from '../../../workflows/shipped.ts';

const head = (id: string) => ({ id, name: { en: id, 'zh-CN': id } });

/** Whoever signs up is greeted once, for ever. */
const HELLO = journeySchema.parse({
  ...head('plain-hello'),
  topic: 'newsletter',
  class: 'promotional',
  entry: [{ on: 'event', event: 'Signed Up' }],
  start: 'say',
  nodes: {
    say: { type: 'send', template: 'plain-hello', next: 'rest' },
    rest: { type: 'wait', for: '2d', next: 'again' },
    again: { type: 'send', template: 'plain-again', priority: 70, next: 'done' },
    done: { type: 'end' },
  },
});

/** Each order is confirmed at once. */
const RECEIPT = journeySchema.parse({
  ...head('plain-receipt'),
  topic: 'service',
  class: 'transactional',
  entry: [{ on: 'event', event: 'Order Completed', key: 'order_id' }],
  reentry: 'always',
  start: 'confirm',
  nodes: {
    confirm: { type: 'send', template: 'plain-receipt', next: 'done' },
    done: { type: 'end' },
  },
});

/** Who went to the checkout is reminded by SMS; an order ends it. */
const REMINDER = journeySchema.parse({
  ...head('plain-reminder'),
  topic: 'offers',
  class: 'promotional',
  entry: [{ on: 'event', event: 'Checkout Started' }],
  reentry: { after: '3d' },
  exits: [{ on: 'event', event: 'Order Completed' }],
  start: 'soon',
  nodes: {
    soon: { type: 'wait', for: '1h', next: 'remind' },
    remind: { type: 'send', channel: 'sms', template: 'plain-reminder', next: 'tell' },
    tell: { type: 'send', channel: 'webhook', url: 'https://hooks.shop.example/in', next: 'done' },
    done: { type: 'end' },
  },
});

export const SMALL_JOURNEYS: readonly JourneyDefinition[] = [HELLO, RECEIPT, REMINDER];

function mail(id: string): TemplateSource {
  const words = { subject: id, preheader: '', mjml: '<mjml></mjml>', text: id };
  return templateSchema.parse({ id, channel: 'email', locales: { en: words, 'zh-CN': words } });
}

function sms(id: string): TemplateSource {
  return templateSchema.parse({ id, channel: 'sms', locales: { en: { text: id }, 'zh-CN': { text: id } } });
}

export const SMALL_TEMPLATES: readonly TemplateSource[] = [
  mail('plain-hello'),
  mail('plain-again'),
  mail('plain-receipt'),
  sms('plain-reminder'),
];

let shipped: ReturnType<typeof loadShipped> | null = null;

/** The shipped programme, read once a process. */
export function shippedProgramme(): ReturnType<typeof loadShipped> {
  shipped ??= loadShipped();
  return shipped;
}
