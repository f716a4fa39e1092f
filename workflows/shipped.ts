/**
 * What Perennial ships: journeys (workflows/journeys, with those of one edition in a folder of its name) and templates (workflows/templates), read from their files, put into
 * the layout and validated. A file that is wrong is an error that names it and the field; nothing is skipped.
 *
 * A template is a folder: `template.yaml` (why the reader gets it; subject, preheader, purpose, number, headline in each
 * language) and, for each language, `<language>.mjml` and `<language>.txt` with the words between greeting and signature.
 * In the MJML, `<mj-include path="picks.mjml" />` puts in a part from templates/shared. Of an SMS `template.yaml` says
 * `channel: sms` and, where it is not promotional, its class, and `<language>.txt` is the whole message.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { isMessage, type JourneyDefinition, journeySchema } from '../core/journey/definition.ts';
import { MESSAGE_CLASSES } from '../core/message/messageClass.ts';
import { EDITIONS, type Settings } from '../core/settings/settings.ts';
import { type ShippedLocale, type TemplateSource, templateSchema } from '../core/message/template.ts';
import { BECAUSE, composeMjml, composeText, type Letter } from './layout.ts';

export interface Shipped {
  readonly journeys: readonly JourneyDefinition[];
  readonly templates: readonly TemplateSource[];
}

export class ShippedInvalid extends Error {
  readonly code = 'shipped-invalid';
  /** One line a problem: `<file>: <field>: <what is wrong>`. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ShippedInvalid';
    this.problems = problems;
  }
}

const words = z.strictObject({
  subject: z.string().min(1),
  preheader: z.string().min(1),
  purpose: z.string().min(1),
  number: z.string().min(1).default(''),
  headline: z.string().min(1),
});
const mailFile = z.strictObject({
  class: z.enum(MESSAGE_CLASSES).optional(),
  channel: z.literal('email').default('email'),
  because: z.enum(BECAUSE).default('asked'),
  locales: z.strictObject({ en: words, 'zh-CN': words }),
});
const smsFile = z.strictObject({ channel: z.literal('sms'), class: z.enum(MESSAGE_CLASSES).optional() });
const templateFile = z.discriminatedUnion('channel', [mailFile, smsFile]);

export interface Reading {
  readonly root: string;
  readonly problems: string[];
}

function readText(reading: Reading, file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  reading.problems.push(`${relative(reading.root, file)}: the file is missing`);
  return '';
}

/** The value of a YAML file that satisfies a schema; null, with the problems noted, where it does not. */
export function readYaml<T>(reading: Reading, file: string, schema: z.ZodType<T>): T | null {
  const name = relative(reading.root, file);
  const document = parseDocument(readText(reading, file));
  for (const { message } of document.errors) reading.problems.push(`${name}: ${message.split('\n')[0]}`);
  if (document.errors.length > 0) return null;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    reading.problems.push(`${name}: ${path.join('.') || '(whole file)'}: ${message}`);
  return null;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Cases of a journey stand beside it: `perennial journeys test` runs them. */
const CASES = '.test.yaml';

function readJourneys(reading: Reading, ...place: readonly string[]): JourneyDefinition[] {
  const folder = join(reading.root, 'journeys', ...place);
  return filesIn(folder)
    .filter((file) => file.endsWith('.yaml') && !file.endsWith(CASES))
    .flatMap((file) => {
      const journey = readYaml(reading, join(folder, file), journeySchema);
      if (journey === null) return [];
      if (`${journey.id}.yaml` !== file)
        reading.problems.push(
          `${relative(reading.root, join(folder, file))}: id: is "${journey.id}" but the file is named ${file}`,
        );
      return [journey];
    });
}

const INCLUDE = /<mj-include\s+path="([a-z][a-z0-9-]*\.mjml)"\s*\/>/g;

function readBody(reading: Reading, file: string): string {
  const shared = join(reading.root, 'templates', 'shared');
  return readText(reading, file).replace(INCLUDE, (_, part: string) => readText(reading, join(shared, part)));
}

function readMail(reading: Reading, folder: string, { because, locales }: z.infer<typeof mailFile>) {
  function variant(locale: ShippedLocale, { subject, preheader, ...title }: z.infer<typeof words>) {
    const letter = (ending: 'mjml' | 'txt'): Letter => ({
      locale,
      because,
      ...title,
      body: readBody(reading, join(folder, `${locale}.${ending}`)),
    });
    return { subject, preheader, mjml: composeMjml(letter('mjml')), text: composeText(letter('txt')) };
  }
  return { en: variant('en', locales.en), 'zh-CN': variant('zh-CN', locales['zh-CN']) };
}

function readSms(reading: Reading, folder: string) {
  const variant = (locale: ShippedLocale) => ({
    text: readText(reading, join(folder, `${locale}.txt`)).trim(),
  });
  return { en: variant('en'), 'zh-CN': variant('zh-CN') };
}

function readTemplate(reading: Reading, id: string): TemplateSource | null {
  const folder = join(reading.root, 'templates', id);
  const file = join(folder, 'template.yaml');
  const head = readYaml(reading, file, templateFile);
  if (head === null) return null;
  const { channel, class: of } = head;
  const locales = channel === 'sms' ? readSms(reading, folder) : readMail(reading, folder, head);
  const source = templateSchema.safeParse({
    id,
    channel,
    locales,
    ...(of === undefined ? {} : { class: of }),
  });
  if (source.success) return source.data;
  for (const { path, message } of source.error.issues)
    reading.problems.push(`${relative(reading.root, file)}: ${path.join('.')}: ${message}`);
  return null;
}

function missingTemplates(
  journeys: readonly JourneyDefinition[],
  templates: readonly TemplateSource[],
): string[] {
  const known = new Map(templates.map(({ id, channel }) => [id, channel]));
  return journeys.flatMap(({ id, nodes }) =>
    Object.entries(nodes).flatMap(([node, definition]) => {
      if (!isMessage(definition) || definition.template === undefined) return [];
      const { channel, template } = definition;
      const place = `journeys/${id}.yaml: nodes.${node}.template`;
      if (!known.has(template)) return [`${place}: there is no template "${template}"`];
      return known.get(template) === channel ? [] : [`${place}: "${template}" is no template of ${channel}`];
    }),
  );
}

/** Where a shipped journey of any edition may stand. */
export function shippedJourneyFiles(id: string, dir: string = import.meta.dirname): string[] {
  return ['', ...EDITIONS].map((place) => join(dir, 'journeys', place, `${id}.yaml`));
}

/**
 * Journeys of an edition and all templates of a folder, each sorted by id. MJML and Liquid are checked where templates are compiled.
 * @throws ShippedInvalid naming every file and field that is wrong.
 */
export function loadShipped(
  edition: Settings['shop']['edition'] = 'shop',
  dir: string = import.meta.dirname,
): Shipped {
  const reading: Reading = { root: dir, problems: [] };
  const journeys = [...readJourneys(reading), ...readJourneys(reading, edition)].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const templates = filesIn(join(dir, 'templates'))
    .filter((name) => name !== 'shared')
    .flatMap((name) => readTemplate(reading, name) ?? []);
  if (reading.problems.length === 0) reading.problems.push(...missingTemplates(journeys, templates));
  if (reading.problems.length > 0) throw new ShippedInvalid(reading.problems);
  return { journeys, templates };
}
