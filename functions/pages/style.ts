/**
 * How the pages look: the shop's letters as a page (ink on warm paper, one green, a number first), readable from 320 pixels
 * up, by day and by night. One sheet of styles, allowed by its hash; nothing is fetched.
 */
import { createHash } from 'node:crypto';
import { mailStyle, NIGHT, type Palette, PAPER } from '../../workflows/mailStyle.ts';
import { PAGE_LOCALES, type PageLocale } from './words/pageWords.ts';

/** A field's border must be seen by itself (WCAG 1.4.11: 3 to 1). */
export const FIELD_RULE = { paper: '#858072', night: '#8b897e' } as const;

function colours(palette: Palette, field: string): string {
  const { canvas, sheet, ink, muted, accent, onAccent, rule } = palette;
  return `--canvas:${canvas};--sheet:${sheet};--ink:${ink};--muted:${muted};--accent:${accent};--on-accent:${onAccent};--rule:${rule};--field:${field}`;
}

function fonts(locale: PageLocale): string {
  const { serif, sans, headSerif, headWeight } = mailStyle(locale);
  return `--serif:${serif};--sans:${sans};--head:${headSerif};--head-weight:${headWeight}`;
}

const RULES = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--canvas);color:var(--ink);font:17px/1.6 var(--sans);overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:3px}
.page{max-width:640px;margin:0 auto;padding:28px 0 48px}
.sheet{background:var(--sheet);padding:26px 44px 40px}
.top{display:flex;flex-wrap:wrap;gap:0 16px;justify-content:space-between;align-items:baseline;border-bottom:1px solid var(--rule);padding-bottom:12px}
.shop{font:17px/1.6 var(--serif);color:var(--ink);text-decoration:none}
.languages{display:flex;gap:4px 14px;list-style:none;margin:0;padding:0;font-size:14px}
.languages a,.languages span{display:inline-block;padding:10px 0}
.languages [aria-current]{color:var(--muted)}
h1{margin:34px 0 18px;font-weight:normal}
.number{display:block;font:normal 72px/1.1 var(--serif);color:var(--accent);letter-spacing:-1px;font-variant-numeric:tabular-nums}
.headline{display:block;font:var(--head-weight) 28px/1.35 var(--head);text-wrap:balance}
h2,legend,summary{font:var(--head-weight) 20px/1.4 var(--head);margin:0;padding:0}
p{margin:0 0 16px}
.hint,.state{color:var(--muted);font-size:15px;line-height:1.5;margin:2px 0 0}
.notice{border-left:4px solid var(--accent);padding:4px 0 4px 16px;margin:24px 0 0}
.notice p{margin:0}
section,fieldset{border:0;border-top:1px solid var(--rule);margin:28px 0 0;padding:22px 0 0;min-width:0}
fieldset fieldset{margin:14px 0 0;padding:16px 0 0}
fieldset.first{border:0;margin:0;padding:0}
legend{float:left;width:100%}
legend~*{clear:both}
fieldset fieldset legend{font:600 17px/1.5 var(--sans)}
.choice{display:grid;grid-template-columns:24px 1fr;gap:2px 12px;padding:10px 0;cursor:pointer;align-items:start}
.choice input{width:22px;height:22px;margin:3px 0 0;accent-color:var(--accent)}
textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--field);border-radius:3px;padding:10px 12px}
.comment label{display:block;margin:22px 0 8px}
.scale{display:flex;flex-wrap:wrap;gap:4px}
.scale label{display:flex;flex-direction:column;align-items:center;min-width:44px;padding:8px 4px;cursor:pointer;font-variant-numeric:tabular-nums}
.scale input{width:24px;height:24px;margin:0 0 6px;accent-color:var(--accent)}
.ends{display:flex;justify-content:space-between;gap:16px;color:var(--muted);font-size:15px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.choice .state{grid-column:2}
button{font:600 17px/1.2 var(--sans);min-height:48px;padding:14px 26px;border-radius:3px;border:1px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
button.quiet{background:transparent;color:var(--ink);border-color:var(--field)}
.buttons{display:flex;flex-wrap:wrap;gap:12px;margin-top:20px}
.save{margin-top:28px}
summary{cursor:pointer;padding:10px 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
dl{margin:0}
dt{color:var(--muted);font-size:15px;margin-top:18px}
dd{margin:2px 0 0}
blockquote{margin:6px 0 0;padding-left:14px;border-left:3px solid var(--rule)}
footer{padding:24px 44px 0;color:var(--muted);font-size:14px;line-height:1.6}
footer p{margin:0}
footer a{color:var(--muted)}
@media (max-width:560px){.page{padding:0}.sheet{padding:18px 22px 36px;min-height:70vh}footer{padding:24px 22px 40px}.number{font-size:60px}.headline{font-size:25px}.save button,.wide button{width:100%}}
@media (prefers-reduced-motion:no-preference){button,a{transition:background-color .12s}}`;

export const STYLES = `:root{color-scheme:light dark;${colours(PAPER, FIELD_RULE.paper)}}
@media (prefers-color-scheme:dark){:root{${colours(NIGHT, FIELD_RULE.night)}}}
${PAGE_LOCALES.map((locale) => `:root:lang(${locale}){${fonts(locale)}}`).join('\n')}
${RULES}`;

const STYLES_HASH = createHash('sha256').update(STYLES).digest('base64');

/** No script, no picture, no frame; forms come back here. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLES_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
