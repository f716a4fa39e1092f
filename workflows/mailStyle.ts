/**
 * Type and colour of the shipped mails: ink on warm paper, one green accent, serif numerals. Two palettes of equal
 * contrast (text at least 7:1, small print at least 4.5:1); the dark one is applied by media query over inline styles.
 */
import type { ShippedLocale } from '../core/message/template.ts';

export interface Palette {
  readonly canvas: string;
  readonly sheet: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly rule: string;
}

export const PAPER: Palette = {
  canvas: '#f3f0e8',
  sheet: '#fffdf8',
  ink: '#23211c',
  muted: '#69655a',
  accent: '#24654c',
  onAccent: '#ffffff',
  rule: '#e2ddcf',
};

export const NIGHT: Palette = {
  canvas: '#131411',
  sheet: '#1c1d19',
  ink: '#edeae2',
  muted: '#aaa69a',
  accent: '#93cfaf',
  onAccent: '#10201a',
  rule: '#3a3c34',
};

/** Chinese characters among the Latin serif fall to a sans: screen serifs for Chinese are thin. */
const SERIF = "Georgia, 'Times New Roman', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', serif";
const SANS: Readonly<Record<ShippedLocale, string>> = {
  en: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  'zh-CN':
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
};

export interface MailStyle {
  readonly serif: string;
  readonly sans: string;
  /** Family and weight of headlines: serif in English, a heavier sans in Chinese, whose screen serifs are thin. */
  readonly headSerif: string;
  readonly headWeight: string;
  readonly headPx: number;
  readonly headLinePx: number;
  readonly bodyPx: number;
  readonly linePx: number;
  /** For `<mj-style>`: choices as rows one can tap, narrow screens, dark mode. */
  readonly styles: string;
}

function darkRules(palette: Palette): string {
  const { canvas, sheet, ink, muted, accent, onAccent, rule } = palette;
  return `.canvas, .canvas > div { background-color: ${canvas} !important; }
.sheet, .sheet > table, .sheet > table > tbody > tr > td { background: ${sheet} !important; background-color: ${sheet} !important; }
.sheet div, .sheet td, .headline, .ink, .ink div, .choice a { color: ${ink} !important; }
.number, .n, a.name { color: ${accent} !important; }
.muted, .muted div, .muted a, td.muted, span.muted { color: ${muted} !important; }
.foot { border-top-color: ${rule} !important; }
.rule p { border-top-color: ${rule} !important; }
.choice td, td.row { border-color: ${rule} !important; }
.button td, .button a { background: ${accent} !important; color: ${onAccent} !important; }`;
}

const STYLES = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
h1 { font-size: inherit; }
.number:empty { display: none; }
.headline { text-wrap: balance; }
[lang="zh-CN"] .headline { word-break: keep-all; overflow-wrap: anywhere; }
.choice a { display: block !important; padding-left: 32px !important; text-indent: -32px; }
.point div { padding-left: 32px; text-indent: -32px; }
.n { display: inline-block; width: 32px; margin-right: -4px; text-indent: 0; font-family: ${SERIF}; color: ${PAPER.accent}; }
.choice a:hover, a.name:hover { text-decoration: underline !important; }
@media only screen and (max-width: 480px) {
  .canvas, .canvas > div { background-color: ${PAPER.sheet} !important; }
  .foot { border-top: 1px solid ${PAPER.rule}; }
  .gap { display: none !important; }
  .pad > table > tbody > tr > td { padding-left: 24px !important; padding-right: 24px !important; }
  .number { font-size: 76px !important; line-height: 82px !important; }
  .number.date { font-size: 48px !important; line-height: 58px !important; }
  .headline { font-size: 26px !important; line-height: 35px !important; }
  .button table { width: 100% !important; }
  .button a { display: block !important; text-align: center !important; }
}
@media (prefers-color-scheme: dark) {
${darkRules(NIGHT)}
}
@media only screen and (max-width: 480px) and (prefers-color-scheme: dark) {
  .canvas, .canvas > div { background-color: ${NIGHT.sheet} !important; }
}`;

const BY_LOCALE: Readonly<Record<ShippedLocale, MailStyle>> = {
  en: {
    serif: SERIF,
    sans: SANS.en,
    headSerif: SERIF,
    headWeight: 'normal',
    headPx: 31,
    headLinePx: 41,
    bodyPx: 17,
    linePx: 28,
    styles: STYLES,
  },
  'zh-CN': {
    serif: SERIF,
    sans: SANS['zh-CN'],
    headSerif: SANS['zh-CN'],
    headWeight: '600',
    headPx: 28,
    headLinePx: 42,
    bodyPx: 17,
    linePx: 31,
    styles: STYLES,
  },
};

export function mailStyle(locale: ShippedLocale): MailStyle {
  return BY_LOCALE[locale];
}
