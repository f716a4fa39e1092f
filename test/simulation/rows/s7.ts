/**
 * S7: values of customers and events never become markup, headers or code, and a mail renders in a few milliseconds. Each run
 * puts one hostile value wherever a template shows data: in text, in attributes, in links, in the subject, through
 * filters, in plain text and in an SMS. What comes out is read by a tokeniser of its own and held to what a harmless
 * value gives; the whole mail is composed and its headers and parts counted.
 */
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { CompiledVariant, MailTemplate } from '../../../core/message/template.ts';
import { composeMail } from '../../../functions/shared/composeMail.ts';
import { renderSms, renderVariant } from '../../../functions/shared/renderMessage.ts';
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { EVERYTHING } from '../../support/mailReaders.ts';
import { COMPUTED, hostileValue, SECRET } from './hostileValues.ts';
import { readHtml, type Tag } from './readHtml.ts';

const QUICK_RUNS = 10_000;
const FULL_RUNS = 100_000;
/** Of every so many runs, one goes through every shipped mail too. */
const SHIPPED_EVERY = 100;
const MOST_P99_MS = 5;
const SAMPLES_PER_TEMPLATE = 60;

export type Render = typeof renderVariant;

/** Data in every place a template can show it; no branch depends on a value, so the markup never changes. */
const TRAP: MailTemplate = {
  id: 'trap',
  channel: 'email',
  locales: {
    en: {
      subject: 'Hello {{ v }}',
      preheader: '{{ v | upcase }} {{ v }}',
      mjml: `<mjml lang="en"><mj-body><mj-section><mj-column>
        <mj-text>{{ v }} {{ v | default: 'x' }} {{ v | append: v }} {{ v | money: v }} {{ v | day }} {{ v | plus_days: 3 }}
          {{ v | url_encode }} {{ v | cgi_escape }} {{ v | uri_escape }} {{ v | url_decode }} {{ v | json }} {{ v | split: '' | join: ' ' }}
          <b title="{{ v }}" class='{{ v }}'>{{ v | strip_html }}</b>
          <a href="{{ v }}">one</a> <a href='{{ v }}'>two</a> <a href="{{ v | with_param: v, v }}">three</a>
          <a href="https://shop.example/{{ v }}">four</a> <img src="{{ v }}" alt="{{ v }}" />
          {% for one in list %}<i>{{ one }}</i>{% endfor %}{% capture kept %}{{ v }}{% endcapture %}{{ kept }}
          {% assign copy = v %}<u title="{{ copy }}">{{ copy | truncate: 500 }}</u></mj-text>
        <mj-button href="{{ v }}">{{ v }}</mj-button><mj-image src="https://shop.example/i.png" alt="{{ v }}" />
      </mj-column></mj-section></mj-body></mjml>`,
      text: '{{ v }} {{ v | with_param: v, v }}',
    },
  },
};

const SMS = { text: '{{ v }}: {{ v | money: v }} {{ list[0] }}' };

function trapData(v: string): JsonObject {
  return { v, list: [v], shop: { secret: SECRET, website: 'https://shop.example' }, utm: { source: 's' } };
}

/** The same data with the value in place of every text that is no structure. */
function poisoned(value: Json, v: string): Json {
  if (typeof value === 'string') return v;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, v));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner, v)]));
}

const shapeOf = ({ tags }: ReturnType<typeof readHtml>) =>
  tags
    .map(({ name, attributes }) => `${name} ${attributes.map(([attribute]) => attribute).join(' ')}`)
    .join('\n');

const SAFE_LINK = /^\s*(?:https?:\/\/|mailto:|tel:|cid:|#|$)/i;

function unsafeAddress({ attributes }: Tag): boolean {
  return attributes.some(
    ([name, value]) => ['href', 'src', 'action', 'background'].includes(name) && !SAFE_LINK.test(value),
  );
}

const isActive = ({ name, attributes }: Tag) =>
  ['script', 'iframe', 'object', 'embed', 'svg'].includes(name) ||
  attributes.some(([attribute]) => attribute.startsWith('on'));

/** What got out of a rendered mail; none is 0. */
function markupEscapes(html: string, shape: string | null): number {
  const read = readHtml(html);
  const isChanged = shape !== null && shapeOf(read) !== shape;
  return Number(isChanged) + read.tags.filter((tag) => unsafeAddress(tag) || isActive(tag)).length;
}

const isRun = (text: string, value: string) =>
  text.includes(SECRET) || (text.includes(COMPUTED) && !value.includes(COMPUTED));

const FRAME = {
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: 'maya@example.com',
  replyTo: null,
  id: 'd',
  at: 0,
  locale: 'en',
  unsubscribe: { https: 'https://shop.example/u', mailto: null },
  feedbackId: ['a'],
};

/** Names of the headers, and how many parts the mail has. */
function outlineOf(rendered: ReturnType<Render>): string {
  const made = composeMail(FRAME, rendered);
  if (made.kind === 'unfit') return made.reason;
  const raw = Buffer.from(made.content.raw).toString('latin1');
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  const names = head
    .split('\r\n')
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.split(':')[0]);
  const boundary = /boundary="([^"]*)"/.exec(head)?.[1] ?? '';
  return `${names.join(',')} ${raw.split(`\r\n--${boundary}`).length}`;
}

const CONTROL = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

interface Trap {
  readonly variant: CompiledVariant;
  readonly shape: string;
  readonly outline: string;
}

function trapEscapes({ variant, shape, outline }: Trap, v: string, render: Render): number {
  const mail = render(variant, trapData(v), 'en');
  const sms = renderSms(SMS, trapData(v)).text;
  const all = `${mail.subject}\n${mail.preheader}\n${mail.html}\n${mail.text}\n${sms}`;
  return (
    markupEscapes(mail.html, shape) +
    Number(outlineOf(mail) !== outline) +
    Number(/[\p{Cc}\u2028\u2029]/u.test(mail.subject)) +
    Number(CONTROL.test(sms)) +
    Number(isRun(all, v))
  );
}

async function compiledOf(source: MailTemplate): Promise<readonly CompiledVariant[]> {
  return Object.values(await compileTemplate(source));
}

async function theTrap(render: Render): Promise<Trap> {
  const [variant] = await compiledOf(TRAP);
  if (variant === undefined) throw new Error('the trap did not compile');
  const mail = render(variant, trapData('harmless'), 'en');
  return { variant, shape: shapeOf(readHtml(mail.html)), outline: outlineOf(mail) };
}

async function shippedVariants(): Promise<CompiledVariant[]> {
  const variants: CompiledVariant[] = [];
  for (const template of loadShipped().templates)
    if (template.channel === 'email') variants.push(...(await compiledOf(template)));
  return variants;
}

/** Escapes found in `runs` runs; the renderer can be another, to see that the check finds something. */
export async function hostileRuns(
  seed: number,
  runs: number,
  render: Render = renderVariant,
): Promise<{ readonly escapes: number; readonly renders: number; readonly example: string | null }> {
  const trap = await theTrap(render);
  const shipped = await shippedVariants();
  let [escapes, renders] = [0, 0];
  let example: string | null = null;
  for (const [n, v] of fc.sample(hostileValue, { numRuns: runs, seed }).entries()) {
    let found = trapEscapes(trap, v, render);
    renders += 1;
    if (n % SHIPPED_EVERY === 0) {
      const data = {
        ...fields(poisoned(EVERYTHING, v)),
        shop: { ...fields(poisoned(EVERYTHING['shop'] ?? {}, v)), secret: SECRET },
      };
      for (const variant of shipped) {
        const mail = render(variant, data, 'en');
        renders += 1;
        found += markupEscapes(mail.html, null) + Number(isRun(`${mail.subject}${mail.html}${mail.text}`, v));
      }
    }
    escapes += found;
    if (found > 0) example ??= v;
  }
  return { escapes, renders, example };
}

function fields(value: Json): JsonObject {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** Milliseconds of subject, HTML and text of a shipped mail with everything known, at the 99th percentile; warm. */
export async function renderP99(): Promise<{ readonly p99Ms: number; readonly samples: number }> {
  const variants = await shippedVariants();
  for (const variant of variants) renderVariant(variant, EVERYTHING, 'en');
  const taken: number[] = [];
  for (let round = 0; round < SAMPLES_PER_TEMPLATE; round += 1)
    for (const variant of variants) {
      const from = performance.now();
      renderVariant(variant, EVERYTHING, 'en');
      taken.push(performance.now() - from);
    }
  taken.sort((a, b) => a - b);
  return { p99Ms: taken[Math.floor(taken.length * 0.99)] ?? Number.POSITIVE_INFINITY, samples: taken.length };
}

export async function run({ seed, full }: { readonly seed: number; readonly full: boolean }) {
  const runs = full ? FULL_RUNS : QUICK_RUNS;
  const { escapes, renders, example } = await hostileRuns(seed, runs);
  const { p99Ms, samples } = await renderP99();
  const shown = example === null ? '' : `, for example by ${JSON.stringify(example.slice(0, 120))}`;
  return {
    measured: `${escapes} escapes in ${renders} mails of ${runs} hostile values${shown}; render p99 ${p99Ms.toFixed(2)} ms of ${samples}`,
    runs,
    pass: escapes === 0 && p99Ms < MOST_P99_MS,
  };
}
