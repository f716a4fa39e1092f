/**
 * The Liquid that templates are written in: a small, pure dialect. Tags and filters that read files, the clock or chance,
 * or that lift the escaping, are not in it, so a template using one is refused at publish. Parsing, rendering and
 * memory are bounded. One engine a language and kind of output, each with its cache of parsed templates.
 */
import { Liquid, type Template } from 'liquidjs';
import type { TemplateLocale } from '../../core/message/template.ts';
import {
  addDays,
  asMoney,
  dayAndMonth,
  fullDay,
  safeUrl,
  uriEscape,
  urlDecode,
  urlEncode,
  withParam,
} from './templateFilters.ts';

export type OutputKind = 'html' | 'plain';

/** Characters one parse may read: a compiled mail is about ten times its MJML. */
const PARSE_LIMIT_CHARS = 2_000_000;
/** Wall clock of one render; far above the milliseconds a mail takes, so that only a runaway loop meets it. */
const RENDER_LIMIT_MS = 1_000;
/** Characters and array items one render may allocate. */
const MEMORY_LIMIT = 4_000_000;
const CACHED_TEMPLATES = 400;

const TAGS = new Set([
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'for',
  'if',
  'raw',
  'unless',
  '#',
]);

/** `raw` lifts escaping, `date*` and `sample` are not functions of their input, the hashes invite secrets. */
const REFUSED_FILTERS = [
  'raw',
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
  'sample',
  'sha256',
  'hmac_sha256',
];

function newEngine(kind: OutputKind, locale: TemplateLocale): Liquid {
  const engine = new Liquid({
    ...(kind === 'html' ? { outputEscape: 'escape' as const } : {}),
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    templates: {},
    parseLimit: PARSE_LIMIT_CHARS,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) delete engine.tags[tag];
  for (const filter of REFUSED_FILTERS) delete engine.filters[filter];
  engine.registerFilter('day', (value: unknown) => fullDay(value, locale));
  engine.registerFilter('day_month', (value: unknown) => dayAndMonth(value, locale));
  engine.registerFilter('plus_days', addDays);
  engine.registerFilter('money', (value: unknown, currency: unknown) => asMoney(value, currency, locale));
  for (const name of ['url_encode', 'cgi_escape']) engine.registerFilter(name, urlEncode);
  engine.registerFilter('url_decode', urlDecode);
  engine.registerFilter('uri_escape', uriEscape);
  engine.registerFilter('with_param', withParam);
  engine.registerFilter('safe_url', safeUrl);
  return engine;
}

/** Parses and renders one kind of output in one language. */
export interface TemplateEngine {
  /** Throws liquidjs's error, with its position, for a broken tag. Parsed templates are kept. */
  parse(text: string): Template[];
  /** A variable that is missing renders as nothing. Throws only where a limit is met. */
  render(text: string, data: object): string;
  /** Data it reads, with the line of each reading; what it assigns itself is none. Throws as `parse`. */
  reads(text: string): DataRead[];
}

/** A dotted path into the data: what is looked up by a value, or by number, ends it. */
export interface DataRead {
  readonly path: readonly string[];
  readonly line: number;
}

function templateEngine(kind: OutputKind, locale: TemplateLocale): TemplateEngine {
  const liquid = newEngine(kind, locale);
  const parsed = new Map<string, Template[]>();
  function parse(text: string): Template[] {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const templates = liquid.parse(text);
    const oldest = parsed.keys().next();
    if (parsed.size >= CACHED_TEMPLATES && !oldest.done) parsed.delete(oldest.value);
    parsed.set(text, templates);
    return templates;
  }
  function reads(text: string): DataRead[] {
    const { globals } = liquid.analyzeSync(parse(text), { partials: false });
    return Object.values(globals).flatMap((variables) =>
      variables.map(({ segments, location }) => {
        const end = segments.findIndex((segment) => typeof segment !== 'string');
        const path = segments.slice(0, end === -1 ? segments.length : end).map(String);
        return { path, line: location.row };
      }),
    );
  }
  return { parse, render: (text, data) => String(liquid.renderSync(parse(text), data)), reads };
}

const engines = new Map<string, TemplateEngine>();

/** The engine of a kind of output and a language; each is built when first asked for. */
export function engineFor(kind: OutputKind, locale: TemplateLocale): TemplateEngine {
  const key = `${kind} ${locale}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = templateEngine(kind, locale);
  engines.set(key, engine);
  return engine;
}
