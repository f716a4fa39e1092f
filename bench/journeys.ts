/**
 * The journeys of the simulation bench, in the shape shops have them: a note on every order, a welcome and a win-back. The
 * note waits, re-enters always and meets the frequency cap; the others hold a control group out.
 */
import { type JourneyDefinition, journeySchema } from '../core/journey/definition.ts';
import { type TemplateSource, templateSchema } from '../core/message/template.ts';

/** The one topic people of the bench were asked about. */
export const BENCH_TOPIC = 'offers';

const AFTER_ORDER = journeySchema.parse({
  id: 'after-order',
  name: { en: 'After every order', 'zh-CN': '每次下单之后' },
  topic: BENCH_TOPIC,
  class: 'promotional',
  priority: 40,
  entry: [{ on: 'event', event: 'Order Completed' }],
  reentry: 'always',
  exits: [{ on: 'event', event: 'Order Refunded' }],
  start: 'settle',
  nodes: {
    settle: { type: 'wait', for: '4h', next: 'note' },
    note: { type: 'send', template: 'bench-note', expires: '2d', refused: 'wait', next: 'done' },
    done: { type: 'end' },
  },
});

const WELCOME = journeySchema.parse({
  id: 'welcome',
  name: { en: 'Welcome', 'zh-CN': '欢迎' },
  topic: BENCH_TOPIC,
  class: 'promotional',
  priority: 50,
  entry: [{ on: 'event', event: 'Order Completed', where: { orders: { min: 1, max: 1 } } }],
  exits: [
    { on: 'event', event: 'Order Completed' },
    { on: 'stage', to: 'decline' },
  ],
  start: 'holdout',
  nodes: {
    holdout: { type: 'holdout', share: 0.1, next: 'hello' },
    hello: { type: 'send', template: 'bench-welcome', expires: '2d', next: 'pause' },
    pause: { type: 'wait', for: '5d', next: 'questions' },
    questions: { type: 'send', template: 'bench-welcome', expires: '4d', next: 'done' },
    done: { type: 'end' },
  },
});

const WIN_BACK = journeySchema.parse({
  id: 'win-back',
  name: { en: 'Win back', 'zh-CN': '赢回' },
  topic: BENCH_TOPIC,
  class: 'promotional',
  priority: 60,
  entry: [{ on: 'stage', to: 'decline' }],
  reentry: { after: '180d' },
  exits: [
    { on: 'event', event: 'Order Completed' },
    { on: 'stage', from: 'decline' },
  ],
  goal: { on: 'event', event: 'Order Completed' },
  start: 'holdout',
  nodes: {
    holdout: { type: 'holdout', share: 0.1, next: 'reason' },
    reason: { type: 'send', template: 'bench-win-back', expires: '5d', next: 'pause' },
    pause: { type: 'wait', for: '14d', next: 'choice' },
    choice: { type: 'send', template: 'bench-win-back', expires: '5d', next: 'done' },
    done: { type: 'end' },
  },
});

export const BENCH_JOURNEYS: readonly JourneyDefinition[] = [AFTER_ORDER, WELCOME, WIN_BACK];

function template(id: string): TemplateSource {
  const variant = { subject: id, mjml: '<mjml></mjml>', text: id };
  return templateSchema.parse({ id, locales: { en: variant, 'zh-CN': variant } });
}

export const BENCH_TEMPLATES: readonly TemplateSource[] = [
  'bench-note',
  'bench-welcome',
  'bench-win-back',
].map(template);
