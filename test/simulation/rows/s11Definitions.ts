/**
 * S11, of definitions: a template beyond 64 KB in a language, however it comes to that, and a journey beyond 200 nodes are
 * refused; those exactly at the limit are taken, so that it is the limit that refuses.
 */
import { stringify } from 'yaml';
import { type BlockSource, LARGEST_TEMPLATE_BYTES } from '../../../core/message/template.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { parseJourney } from '../../../functions/shared/parseJourney.ts';
import { checkTemplate, mayPublish } from '../../../functions/templatePublish/checkTemplate.ts';

const MOST_NODES = 200;

const MAIL_END = '</mj-text></mj-column></mj-section></mj-body></mjml>';
const FOOT = '<a href="{{ links.unsubscribe }}">Out</a> {{ shop.postal_address }} ';
const MAIL_START = `<mjml><mj-body><mj-section><mj-column><mj-text>${FOOT}`;
const TEXT = '{{ links.unsubscribe }} {{ shop.postal_address }}';

interface Mail {
  readonly mjml?: string;
  readonly text?: string;
}

function mailOf({ mjml = '', text = '' }: Mail): string {
  const variant = { subject: 's', mjml: `${MAIL_START}${mjml}${MAIL_END}`, text: `${TEXT}${text}` };
  return stringify({ id: 'a-mail', locales: { en: variant } });
}

/** Bytes left for the content of a mail. */
const ROOM = LARGEST_TEMPLATE_BYTES - Buffer.byteLength(`s${MAIL_START}${MAIL_END}${TEXT}`);

/** Words, so that no line is longer than a line may be. */
function bytes(count: number, word = 'tea '): string {
  const size = Buffer.byteLength(word);
  return word
    .repeat(Math.floor(count / size))
    .padEnd(word.length * Math.floor(count / size) + (count % size), 'x');
}

function journeyOf(nodes: number): string {
  const steps = Array.from({ length: nodes - 1 }, (_, n) => [
    `n${n}`,
    { type: 'wait', for: '1d', next: n === nodes - 2 ? 'done' : `n${n + 1}` },
  ]);
  return JSON.stringify({
    id: 'long',
    name: { en: 'Long', 'zh-CN': '长' },
    topic: 'offers',
    class: 'promotional',
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: 'n0',
    nodes: { ...Object.fromEntries(steps), done: { type: 'end' } },
  });
}

const BIG_BLOCK: BlockSource = { id: 'big', kind: 'block', locales: { en: { mjml: bytes(ROOM / 2) } } };

const AT_LIMIT = [
  mailOf({ mjml: bytes(ROOM) }),
  mailOf({ text: bytes(ROOM) }),
  mailOf({ mjml: bytes(ROOM - 300, '茶 ') }),
];
const BEYOND = [
  mailOf({ mjml: bytes(ROOM + 1) }),
  mailOf({ text: bytes(ROOM + 1) }),
  mailOf({ mjml: bytes(ROOM / 2 + 10), text: bytes(ROOM / 2 + 10) }),
  mailOf({ mjml: bytes(ROOM + 300, '茶 ') }),
  mailOf({ mjml: `${bytes(ROOM / 2 + 300)}{% render 'big' %}` }),
  mailOf({ mjml: "{% render 'big' %}{% render 'big' %}{% render 'big' %}" }),
  mailOf({ mjml: bytes(LARGEST_TEMPLATE_BYTES * 20) }),
  stringify({
    id: 'an-sms',
    channel: 'sms',
    locales: { en: { text: `{{ shop.name }} STOP ${'a'.repeat(2_000)}` } },
  }),
];

async function isTaken(text: string): Promise<boolean> {
  const context = { settings: DEFAULT_SETTINGS, journeys: [], blocks: new Map([[BIG_BLOCK.id, BIG_BLOCK]]) };
  return mayPublish(await checkTemplate(text, context));
}

const isJourneyTaken = (nodes: number) => parseJourney(journeyOf(nodes)).definition !== null;

/** Texts of what was taken and should not be, and refused and should not be, by what they are. */
export async function definitionsAtTheLimit() {
  const taken = await Promise.all(BEYOND.map(isTaken));
  const kept = await Promise.all(AT_LIMIT.map(isTaken));
  const beyond = [MOST_NODES + 1, MOST_NODES * 5].map(isJourneyTaken);
  return {
    offered: taken.length + beyond.length,
    accepted: [...taken, ...beyond].filter(Boolean).length,
    atLimit: kept.length + 1,
    refusedAtLimit: [...kept, isJourneyTaken(MOST_NODES)].filter((one) => !one).length,
  };
}
