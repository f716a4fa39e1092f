/**
 * The one layout of every shipped mail: a typographic letter without images of its own, so it looks the same with images
 * off. A large number opens it where there is one to tell, and the headline completes the sentence; then greeting, body,
 * signature, and a footer with the reason, the topics, the way out and the postal address. Colours swap under
 * `prefers-color-scheme: dark`; nothing depends on the swap being honoured. Template files hold only their own words.
 */
import type { ShippedLocale } from '../core/message/template.ts';
import { type Palette, mailStyle, PAPER } from './mailStyle.ts';

/** Why the reader gets the letter, as the footer says it. */
export const BECAUSE = ['asked', 'basket', 'order', 'customer', 'visit'] as const;
export type Because = (typeof BECAUSE)[number];

export interface Letter {
  readonly locale: ShippedLocale;
  /** What the letter is for and how long it takes, above the headline: `A question · 20 seconds`. */
  readonly purpose: string;
  /** Opens the headline, large: `1`, `3`, `20 May`. Plain text with Liquid; nothing where no number belongs. */
  readonly number: string;
  /** Completes the sentence the number begins. Plain text with Liquid. */
  readonly headline: string;
  readonly because: Because;
  /** Between greeting and signature: column content in MJML (or plain text for `composeText`), with Liquid. */
  readonly body: string;
}

interface Words {
  readonly greeting: string;
  readonly signature: string;
  readonly replies: string;
  readonly because: Readonly<Record<Because, string>>;
  readonly why: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  /** Between the number and the headline, where they are read as one line. */
  readonly join: string;
  /** Between a label and its address in plain text. */
  readonly colon: string;
}

const WORDS: Readonly<Record<ShippedLocale, Words>> = {
  en: {
    greeting:
      '{% if customer.first_name != blank %}Hello {{ customer.first_name }},{% else %}Hello,{% endif %}',
    signature: 'With thanks from all of us at {{ shop.name }}',
    replies: 'Replies to this letter reach a person.',
    because: {
      asked: 'You receive this letter because you asked to hear from {{ shop.name }}.',
      basket: 'You receive this letter because you began an order at {{ shop.name }}.',
      order: 'You receive this letter because you ordered from {{ shop.name }}.',
      customer: 'You receive this letter because you are a customer of {{ shop.name }}.',
      visit: 'You receive this letter because you have been to {{ shop.name }}.',
    },
    why: 'Why this letter',
    preferences: 'Choose your topics',
    unsubscribe: 'Unsubscribe',
    join: ' ',
    colon: ': ',
  },
  'zh-CN': {
    greeting:
      '{% if customer.first_name != blank %}{{ customer.first_name }}，您好：{% else %}您好：{% endif %}',
    signature: '{{ shop.name }} 全体同事 敬上',
    replies: '直接回复这封信，会有人读到。',
    because: {
      asked: '您收到这封信，是因为您同意接收 {{ shop.name }} 的来信。',
      basket: '您收到这封信，是因为您在 {{ shop.name }} 开始下单，还没有完成。',
      order: '您收到这封信，是因为您在 {{ shop.name }} 下过单。',
      customer: '您收到这封信，是因为您是 {{ shop.name }} 的顾客。',
      visit: '您收到这封信，是因为您来过 {{ shop.name }}。',
    },
    why: '为什么收到',
    preferences: '选择话题',
    unsubscribe: '退订',
    join: '',
    colon: '：',
  },
};

/** Keeps mail programs from filling their preview with the letter's first lines after the preheader. */
const AFTER_PREHEADER = '&#847;&zwnj;&nbsp;'.repeat(60);

function head(locale: ShippedLocale, palette: Palette): string {
  const { sans, bodyPx, linePx, headSerif, headPx, headLinePx, styles } = mailStyle(locale);
  return `<mj-head>
  <mj-raw>
    <meta name="color-scheme" content="light dark" />
    <meta name="supported-color-schemes" content="light dark" />
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
  </mj-raw>
  <mj-attributes>
    <mj-all font-family="${sans}" />
    <mj-text padding="0 0 18px" font-size="${bodyPx}px" line-height="${linePx}px" color="${palette.ink}" />
    <mj-table padding="0 0 22px" font-size="${bodyPx}px" line-height="${linePx}px" color="${palette.ink}" />
    <mj-divider padding="0" border-width="1px" border-color="${palette.rule}" css-class="rule" />
    <mj-button background-color="${palette.accent}" color="${palette.onAccent}" align="left" padding="6px 0 26px" inner-padding="15px 26px" border-radius="3px" font-size="16px" font-weight="600" line-height="20px" css-class="button" />
    <mj-class name="choice" background-color="transparent" color="${palette.ink}" align="left" text-align="left" width="100%" padding="0" inner-padding="14px 0" border-radius="0" border-bottom="1px solid ${palette.rule}" font-size="${bodyPx}px" font-weight="normal" line-height="24px" css-class="choice" />
    <mj-class name="quote" font-family="${headSerif}" font-size="${headPx - 6}px" line-height="${headLinePx - 5}px" padding="4px 0 24px" css-class="ink" />
    <mj-class name="point" padding="18px 0 17px" css-class="point" />
    <mj-class name="note" font-size="15px" line-height="24px" color="${palette.muted}" css-class="muted" />
  </mj-attributes>
  <mj-style>
${styles}
  </mj-style>
</mj-head>`;
}

/** The number as a line of its own, dates smaller than counts. Where it renders as nothing the line has no height. */
function numberLine({ locale, number }: Letter, palette: Palette): string {
  if (number === '') return '';
  const date = number.includes('day_month');
  const size = date
    ? 'font-size:58px;line-height:68px;letter-spacing:-1px;'
    : 'font-size:92px;line-height:96px;letter-spacing:-2px;margin-left:-3px;';
  return `<span class="number${date ? ' date' : ''}" style="display:block;font-family:${mailStyle(locale).serif};${size}color:${palette.accent};">${number}</span>`;
}

function hero(letter: Letter, palette: Palette): string {
  const { locale, headline } = letter;
  const { headSerif, headWeight, headPx, headLinePx } = mailStyle(locale);
  return `<mj-text padding="0 0 28px">
  <h1 style="margin:0;font-weight:normal;">
    ${numberLine(letter, palette)}
    <span class="headline" style="display:block;font-family:${headSerif};font-size:${headPx}px;line-height:${headLinePx}px;font-weight:${headWeight};color:${palette.ink};">${headline}</span>
  </h1>
</mj-text>`;
}

function footer(words: Words, because: Because, palette: Palette): string {
  const link = `class="muted" style="color:${palette.muted};text-decoration:underline;"`;
  const whole = link.replace('style="', 'style="white-space:nowrap;');
  return `<mj-section padding="26px 44px 48px" css-class="pad foot">
  <mj-column>
    <mj-text font-size="13px" line-height="21px" color="${palette.muted}" padding="0 0 10px" css-class="muted">${words.because[because]}</mj-text>
    <mj-text font-size="13px" line-height="32px" color="${palette.muted}" padding="0 0 8px" css-class="muted">
      <a href="{{ links.unsubscribe }}" ${whole}>${words.unsubscribe}</a>&nbsp;&nbsp;&nbsp;
      <a href="{{ links.preferences }}" ${whole}>${words.preferences}</a>&nbsp;&nbsp;&nbsp;
      <a href="{{ links.why }}" ${whole}>${words.why}</a>
    </mj-text>
    <mj-text font-size="13px" line-height="21px" color="${palette.muted}" padding="0" css-class="muted">
      <a href="{{ shop.website }}" ${link}>{{ shop.name }}</a><br />{{ shop.postal_address }}
    </mj-text>
  </mj-column>
</mj-section>`;
}

/** The whole MJML document of a letter. */
export function composeMjml(letter: Letter): string {
  const words = WORDS[letter.locale];
  const { serif } = mailStyle(letter.locale);
  return `<mjml lang="${letter.locale}">
${head(letter.locale, PAPER)}
<mj-body width="600px" background-color="${PAPER.canvas}" css-class="canvas">
<mj-raw><div aria-hidden="true" style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;">${AFTER_PREHEADER}</div></mj-raw>
<mj-section padding="0" css-class="gap"><mj-column><mj-spacer height="28px" /></mj-column></mj-section>
<mj-section padding="26px 44px 0" background-color="${PAPER.sheet}" css-class="sheet pad">
  <mj-column>
    <mj-table padding="0 0 14px" font-size="14px" line-height="20px">
      <tr>
        <td class="ink" style="vertical-align:baseline;font-family:${serif};font-size:17px;color:${PAPER.ink};">{{ shop.name }}</td>
        <td class="muted" style="text-align:right;vertical-align:baseline;white-space:nowrap;padding-left:16px;color:${PAPER.muted};font-size:13px;">${letter.purpose}</td>
      </tr>
    </mj-table>
    <mj-divider />
  </mj-column>
</mj-section>
<mj-section padding="34px 44px 20px" background-color="${PAPER.sheet}" css-class="sheet pad">
  <mj-column>
${hero(letter, PAPER)}
<mj-text css-class="ink">${words.greeting}</mj-text>
${letter.body.trim()}
<mj-text padding="10px 0 4px" css-class="ink">${words.signature}</mj-text>
<mj-text mj-class="note" padding="0 0 20px">${words.replies}</mj-text>
  </mj-column>
</mj-section>
${footer(words, letter.because, PAPER)}
</mj-body>
</mjml>
`;
}

/** Number and headline as one line; a number that renders as nothing leaves no blank in front. */
function opening({ number, headline }: Letter, { join }: Words): string {
  if (number === '') return headline;
  return number.includes('{%')
    ? `{% capture number %}${number}{% endcapture %}{% if number != blank %}{{ number }}${join}{% endif %}${headline}`
    : `${number}${join}${headline}`;
}

/** The same letter as plain text. */
export function composeText(letter: Letter): string {
  const words = WORDS[letter.locale];
  return `${opening(letter, words)}

${words.greeting}

${letter.body.trim()}

${words.signature}
${words.replies}

--
${words.because[letter.because]}
${words.unsubscribe}${words.colon}{{ links.unsubscribe }}
${words.preferences}${words.colon}{{ links.preferences }}
${words.why}${words.colon}{{ links.why }}
{{ shop.name }}
{{ shop.postal_address }}
{{ shop.website }}
`;
}
