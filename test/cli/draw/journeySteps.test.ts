/** The steps of journeys beyond messages, waits and branches, as the terminal shows them. */
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../cli/draw/layOut.ts';
import { aDefinition } from '../support/aJourney.ts';

const end = { type: 'end' };

function drawn(picture: readonly string[]): string {
  return `\n${picture.join('\n')}\n`;
}

const CART = aDefinition(
  {
    paid: {
      type: 'wait-for',
      event: 'Order Completed',
      key: 'cart_id',
      where: { property: 'total', min: 10 },
      timeout: '1h',
      next: 'done',
      onTimeout: 'remind',
    },
    remind: { type: 'send', channel: 'sms', template: 'cart-saved', next: 'done' },
    done: end,
  },
  'paid',
);

const ARMS = aDefinition(
  {
    subject: {
      type: 'experiment',
      arms: [
        { id: 'plain', share: 0.5, next: 'plain' },
        { id: 'call', share: 0.3, next: 'call' },
        { id: 'none', share: 0.2, next: 'mark' },
      ],
    },
    plain: { type: 'send', template: 'plain', next: 'mark' },
    call: { type: 'send', channel: 'webhook', url: 'https://shop.example/hook', next: 'mark' },
    mark: { type: 'update', set: { tested: true, note: null }, next: 'on' },
    on: { type: 'start', journey: 'win-back', next: 'done' },
    done: end,
  },
  'subject',
);

const LOOP = aDefinition(
  {
    ask: { type: 'send', template: 'ask', next: 'pause' },
    pause: { type: 'wait', until: { time: '09:00', weekdays: ['friday', 'saturday'] }, next: 'again' },
    again: { type: 'jump', to: 'ask', times: 3, next: 'day' },
    day: {
      type: 'wait',
      until: { trait: 'birthday', yearly: true, offset: '-5d' },
      next: 'gift',
      missing: 'rhythm',
    },
    gift: { type: 'send', template: 'gift', next: 'done' },
    rhythm: { type: 'wait', gap: { of: 'shop', quantile: 'p50' }, next: 'done' },
    done: end,
  },
  'ask',
);

const AHEAD = aDefinition(
  {
    skip: { type: 'jump', to: 'late', times: 1, next: 'early' },
    early: { type: 'send', template: 'early', next: 'done' },
    late: { type: 'send', template: 'late', next: 'done' },
    done: end,
  },
  'skip',
);

describe('a wait for an event', () => {
  it('leads two ways: it happens, or time is up', () => {
    expect(drawn(layOut(CART, {}, 'en', 'side-by-side'))).toBe(`
    ┌─────────────────────┐
    │ Wait for paid       │
    │ Order Completed     │
    │ of the same cart_id │
    │ where total ≥ 10    │
    └──────────┬──────────┘
     ┌─────────┴─────────┐
it happens       not within 1 hour
     │        ┌──────────┴──────────┐
     │        │ SMS remind          │
     │        │ cart-saved          │
     │        └──────────┬──────────┘
     └─────────┬─────────┘
            ╭──┴──╮
            │ End │
            ╰─────╯
`);
  });

  it('says so in Chinese', () => {
    expect(drawn(layOut(CART, {}, 'zh-CN', 'side-by-side'))).toBe(`
 ┌─────────────────────┐
 │ 等待事件 paid       │
 │ Order Completed     │
 │ 同一 cart_id        │
 │ 条件:「total」 ≥ 10 │
 └──────────┬──────────┘
   ┌────────┴────────┐
已发生        1 小时内未发生
   │      ┌──────────┴──────────┐
   │      │ 短信 remind         │
   │      │ cart-saved          │
   │      └──────────┬──────────┘
   └────────┬────────┘
        ╭───┴──╮
        │ 结束 │
        ╰──────╯
`);
  });
});

describe('an experiment', () => {
  it('shows its arms with their shares; updates and starts name what they do', () => {
    expect(drawn(layOut(ARMS, {}, 'en', 'side-by-side'))).toBe(`
                            ┌───────────────────────────┐
                            │ Experiment subject        │
                            └─────────────┬─────────────┘
              ┌───────────────────────────┴────┬──────────────────────┐
          plain 50%                        call 30%               none 20%
┌─────────────┴─────────────┐    ┌─────────────┴─────────────┐        │
│ Message plain             │    │ Webhook call              │        │
└─────────────┬─────────────┘    │ https://shop.example/hook │        │
              │                  └─────────────┬─────────────┘        │
              └───────────────────────────┬────┴──────────────────────┘
                            ┌─────────────┴─────────────┐
                            │ Update mark               │
                            │ tested = true             │
                            │ note emptied              │
                            └─────────────┬─────────────┘
                                          │
                            ┌─────────────┴─────────────┐
                            │ Start on                  │
                            │ journey win-back          │
                            └─────────────┬─────────────┘
                                          │
                                       ╭──┴──╮
                                       │ End │
                                       ╰─────╯
`);
  });
});

describe('a jump', () => {
  it('names the step it goes back to; a wait whose date may be missing leads two ways', () => {
    expect(drawn(layOut(LOOP, {}, 'en', 'side-by-side'))).toBe(`
               ┌─────────────────────────────────────┐
               │ Message ask                         │
               └──────────────────┬──────────────────┘
                                  ┊  until 09:00, Friday, Saturday · pause
               ┌──────────────────┴──────────────────┐
               │ Jump again                          │
               │ back to ask, up to 3 times          │
               └──────────────────┬──────────────────┘
                                  │
               ┌──────────────────┴──────────────────┐
               │ Wait day                            │
               │ until 5 days before birthday, 10:00 │
               └──────────────────┬──────────────────┘
                   ┌──────────────┴──────────────┐
              date known                   no date known
┌──────────────────┴──────────────────┐          ┊
│ Message gift                        │          ┊  until the shop’s P50 gap since the last order · rhythm
└──────────────────┬──────────────────┘          ┊
                   └──────────────┬──────────────┘
                               ╭──┴──╮
                               │ End │
                               ╰─────╯
`);
  });

  it('keeps to its rail where the screen is narrow, in Chinese', () => {
    expect(drawn(layOut(LOOP, {}, 'zh-CN', 'rail'))).toBe(`
┌───────────────────────────────┐
│ 消息 ask                      │
└─┬─────────────────────────────┘
  ┊  等到周五,周六 09:00 · pause
┌─┴─────────────────────────────┐
│ 跳转 again                    │
│ 回到 ask,最多 3 次            │
└─┬─────────────────────────────┘
  │
┌─┴─────────────────────────────┐
│ 等待 day                      │
│ 等到「birthday」前 5 天 10:00 │
└─┬─────────────────────────────┘
  ├───┐ 日期已知
  │ ┌─┴─────────────────────────────┐
  │ │ 消息 gift                     │
  │ └─┬─────────────────────────────┘
  │   │
  │   → done
  ├───┐ 日期未知
  │   ┊
  │   ┊  等到距上次下单满店铺的 P50 间隔 · rhythm
  │   ┊
  │   │
  │   → done
╭─┴────╮
│ 结束 │
╰──────╯
`);
  });

  it('ahead is drawn as a way of its own', () => {
    expect(drawn(layOut(AHEAD, {}, 'en', 'side-by-side'))).toBe(`
             ┌────────────────────┐
             │ Jump skip          │
             │ back to late, once │
             └──────────┬─────────┘
           ┌────────────┴────────────┐
         once                      then
┌──────────┴─────────┐    ┌──────────┴─────────┐
│ Message late       │    │ Message early      │
└──────────┬─────────┘    └──────────┬─────────┘
           └────────────┬────────────┘
                     ╭──┴──╮
                     │ End │
                     ╰─────╯
`);
  });
});

const LONG = aDefinition(
  {
    who: {
      type: 'branch',
      cases: [
        {
          when: {
            all: [
              { reachable: 'sms' },
              { not: { happened: ['Page Viewed', 'Screen Viewed'], within: '14d' } },
            ],
          },
          next: 'text',
        },
      ],
      otherwise: 'done',
    },
    text: { type: 'send', channel: 'sms', template: 'text', next: 'done' },
    done: end,
  },
  'who',
);

describe('a long condition', () => {
  it('is broken over the arm it leads to', () => {
    expect(drawn(layOut(LONG, {}, 'en', 'side-by-side'))).toBe(`
                    ┌────────────┐
                    │ Branch who │
                    └──────┬─────┘
               ┌───────────┴───────────┐
 reachable by SMS and not (did     otherwise
Page Viewed or Screen Viewed in        │
       the last 14 days)               │
        ┌──────┴─────┐                 │
        │ SMS text   │                 │
        └──────┬─────┘                 │
               └───────────┬───────────┘
                        ╭──┴──╮
                        │ End │
                        ╰─────╯
`);
  });

  it('is broken beside the rail', () => {
    expect(drawn(layOut(LONG, {}, 'en', 'rail'))).toBe(`
┌────────────┐
│ Branch who │
└─┬──────────┘
  ├───┐ reachable by SMS and not (did Page Viewed or Screen Viewed
  │   │ in the last 14 days)
  │ ┌─┴──────────┐
  │ │ SMS text   │
  │ └─┬──────────┘
  │   │
  │   → done
  ├───┐ otherwise
  │   │
  │   → done
╭─┴───╮
│ End │
╰─────╯
`);
  });
});
