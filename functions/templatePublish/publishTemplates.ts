/**
 * Publishes templates and blocks: all of a call, or none where one cannot be. Blocks go first. Every template that holds a
 * changed block is compiled anew and published in its next version; where one of them no longer would be, nothing is
 * published. A template is resolved at send, so people in flight get the newest.
 */
import type { Container } from '../shared/container.ts';
import { Problem } from '../shared/problem.ts';
import { type Blocks, blocksWithin } from '../shared/templateBlocks.ts';
import { blocksInForce, publishBlock, publishedTemplates } from '../shared/templateStore.ts';
import {
  type Checked,
  type CheckContext,
  checkTemplate,
  isBlockText,
  mayPublish,
  type TemplateCheck,
} from './checkTemplate.ts';
import { compileTemplate, TemplateInvalid } from './compileTemplate.ts';
import { classInUse } from './lint/lintTemplate.ts';

export interface TemplateText {
  readonly name?: string | undefined;
  readonly source: string;
}

export interface CheckedText extends TemplateCheck {
  readonly name: string | null;
}

interface Parts {
  readonly store: Pick<Container['store'], 'getValue' | 'journeys'>;
  readonly settings: Container['settings'];
}

async function contextOf({ store, settings }: Parts): Promise<CheckContext> {
  const [blocks, journeys] = await Promise.all([blocksInForce(store), store.journeys()]);
  return { settings, blocks, journeys: journeys.map(({ definition }) => definition) };
}

function withChecked(blocks: Blocks, checks: readonly CheckedText[]): Blocks {
  const all = new Map(blocks);
  for (const { checked: one } of checks) if (one.kind === 'block') all.set(one.source.id, one.source);
  return all;
}

/** The blocks of a call beside those published; blocks that hold each other in any order are found in a few rounds. */
async function blocksTogether(context: CheckContext, texts: readonly TemplateText[]): Promise<Blocks> {
  const blockTexts = texts.filter(({ source }) => isBlockText(source));
  let blocks = context.blocks;
  for (let round = 0; round < blockTexts.length; round += 1) {
    const checks: CheckedText[] = [];
    for (const text of blockTexts) checks.push(await checkedText(text, { ...context, blocks }));
    const known = withChecked(context.blocks, checks);
    if (round > 0 && known.size === blocks.size) return known;
    blocks = known;
  }
  return blocks;
}

async function checkedText({ name, source }: TemplateText, context: CheckContext): Promise<CheckedText> {
  return { name: name ?? null, ...(await checkTemplate(source, context)) };
}

/** Each text checked, the blocks of one call known to its templates. */
export async function checkTemplates(parts: Parts, texts: readonly TemplateText[]): Promise<CheckedText[]> {
  const context = await contextOf(parts);
  const together = { ...context, blocks: await blocksTogether(context, texts) };
  const checks: CheckedText[] = [];
  for (const text of texts) checks.push(await checkedText(text, together));
  return checks;
}

function idOf(checked: Checked): string | null {
  return checked.kind === 'invalid' ? checked.id : checked.source.id;
}

/** What `lint` answers of a text. */
export function checkView(checks: CheckedText, context: Pick<CheckContext, 'settings' | 'journeys'>) {
  const { checked, problems, images, name } = checks;
  return {
    name,
    id: idOf(checked),
    kind: checked.kind,
    class: checked.kind === 'template' ? classInUse(checked.source, context) : null,
    valid: mayPublish(checks),
    problems,
    images,
  };
}

export async function lintTexts(parts: Parts, texts: readonly TemplateText[]) {
  const [checks, context] = await Promise.all([checkTemplates(parts, texts), contextOf(parts)]);
  return { items: checks.map((check) => checkView(check, context)) };
}

function refuseInvalid(checks: readonly CheckedText[]): void {
  const wrong = checks.filter((check) => !mayPublish(check));
  if (wrong.length === 0) return;
  const problems = checks.flatMap(({ name, problems: found }) =>
    found.map((problem) => ({ ...problem, ...(name === null ? {} : { file: name }) })),
  );
  throw new Problem({
    status: 422,
    code: 'template-invalid',
    title: 'Not published',
    detail: `nothing was published: ${wrong.length} of ${checks.length} cannot be`,
    remedy: 'correct the lines named and publish again',
    problems,
  });
}

/** Ids of the blocks of a call, which must be published once each. */
function refuseTwice(checks: readonly CheckedText[]): void {
  const ids = checks.map(({ checked }) => `${checked.kind} ${idOf(checked)}`);
  const twice = ids.find((id, n) => ids.indexOf(id) !== n);
  if (twice === undefined) return;
  throw new Problem({
    status: 400,
    code: 'misuse',
    title: 'The request cannot be used',
    detail: `${twice} is there twice`,
    field: 'sources',
    remedy: 'leave one of them out',
  });
}

/** Templates already published that hold one of the blocks, compiled with the new ones. */
async function recompiled(
  { store }: Pick<Container, 'store'>,
  blocks: Blocks,
  changed: ReadonlySet<string>,
  own: ReadonlySet<string>,
) {
  const affected = (await publishedTemplates(store)).filter(
    ({ id, source }) => !own.has(id) && [...blocksWithin(source, blocks)].some((block) => changed.has(block)),
  );
  const ready = [];
  for (const { source, version } of affected)
    ready.push({ source, before: version, compiled: await compiledOrRefused(source, blocks) });
  return ready;
}

async function compiledOrRefused(source: Parameters<typeof compileTemplate>[0], blocks: Blocks) {
  try {
    return await compileTemplate(source, blocks);
  } catch (failure) {
    if (!(failure instanceof TemplateInvalid)) throw failure;
    throw new Problem({
      status: 422,
      code: 'block-breaks-template',
      title: 'Not published',
      detail: `with this block the template ${source.id} could not be published: ${failure.message}`,
      remedy: 'correct the block, or publish the template with it in one call',
    });
  }
}

export interface Publication {
  readonly kind: 'template' | 'block';
  readonly id: string;
  readonly version: number;
  readonly changed: boolean;
}

/** @throws Problem of status 422 that names every line that is wrong; then nothing was published. */
export async function publishTexts(
  container: Pick<Container, 'store' | 'settings' | 'now'>,
  texts: readonly TemplateText[],
) {
  const { store } = container;
  const checks = await checkTemplates(container, texts);
  refuseInvalid(checks);
  refuseTwice(checks);
  const before = await blocksInForce(store);
  const blocks = withChecked(before, checks);
  const sources = checks.flatMap(({ checked }) => (checked.kind === 'block' ? [checked.source] : []));
  const own = checks.flatMap(({ checked }) => (checked.kind === 'template' ? [checked.source.id] : []));
  const again = await recompiled(container, blocks, new Set(sources.map(({ id }) => id)), new Set(own));
  const at = container.now();
  const published: Publication[] = [];
  for (const source of sources) {
    const version = await publishBlock(store, source, at);
    const changed = JSON.stringify(before.get(source.id)) !== JSON.stringify(source);
    published.push({ kind: 'block', id: source.id, version, changed });
  }
  for (const { checked } of checks) {
    if (checked.kind !== 'template') continue;
    const { id } = checked.source;
    const known = (await store.template(id))?.version ?? 0;
    const version = await store.publishTemplate(checked.source, checked.compiled, at);
    published.push({ kind: 'template', id, version, changed: version !== known });
  }
  const republished = [];
  for (const { source, compiled, before: known } of again) {
    const version = await store.publishTemplate(source, compiled, at);
    if (version !== known) republished.push({ id: source.id, version });
  }
  const problems = checks.flatMap(({ name, problems: found }) =>
    found.map((problem) => ({ ...problem, ...(name === null ? {} : { file: name }) })),
  );
  return { items: published, republished, problems };
}
