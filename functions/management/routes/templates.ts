/** Templates over the API: list, show, preview. Publishing and lint compile, in a function of their own (templatePublish). */
import { isMessage } from '../../../core/journey/definition.ts';
import * as z from 'zod';
import { newPerson, type Person } from '../../../core/customer/person.ts';
import { customerId, isCustomerId } from '../../../core/ids.ts';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import type { PublishedTemplate } from '../../../core/message/template.ts';
import { variantIn } from '../../../core/message/template.ts';
import { trialContent } from '../../../core/message/templateTrial.ts';
import { nearest } from '../../../core/nearest.ts';
import type { Container } from '../../shared/container.ts';
import { notFound, Problem } from '../../shared/problem.ts';
import { RenderFailed, renderSms, renderVariant } from '../../shared/renderMessage.ts';
import { blocksWithin } from '../../shared/templateBlocks.ts';
import { blocksInForce, publishedBlocks, publishedTemplates } from '../../shared/templateStore.ts';
import { bodyAs, type Route } from './route.ts';

/** Ids of the journeys that send each template. */
async function usersOf({ store }: Container): Promise<ReadonlyMap<string, string[]>> {
  const users = new Map<string, Set<string>>();
  for (const { id, definition } of await store.journeys())
    for (const node of Object.values(definition.nodes)) {
      if (!isMessage(node) || node.template === undefined) continue;
      users.set(node.template, (users.get(node.template) ?? new Set()).add(id));
    }
  return new Map([...users].map(([id, journeys]) => [id, [...journeys].sort()]));
}

function headOf({ id, version, publishedAt, source }: PublishedTemplate, journeys: readonly string[]) {
  return {
    id,
    kind: 'template',
    version,
    publishedAt: new Date(publishedAt).toISOString(),
    channel: source.channel,
    class: source.class ?? null,
    locales: Object.keys(source.locales),
    subjects: Object.fromEntries(
      Object.entries<Readonly<Record<string, unknown>>>(source.locales).map(([locale, variant]) => [
        locale,
        variant.subject ?? variant.text,
      ]),
    ),
    journeys,
  };
}

/** Newest versions of all templates, and of the blocks they share. */
export function listTemplates(container: Container): Route {
  return async () => {
    const [templates, users, blocks] = await Promise.all([
      publishedTemplates(container.store),
      usersOf(container),
      publishedBlocks(container.store),
    ]);
    const sources = new Map([...blocks].map(([id, { source }]) => [id, source]));
    return {
      items: templates.map((template) => headOf(template, users.get(template.id) ?? [])),
      blocks: [...blocks].map(([id, { version, publishedAt, source }]) => ({
        id,
        kind: 'block',
        version,
        publishedAt: new Date(publishedAt).toISOString(),
        locales: Object.keys(source.locales),
        templates: templates.filter((one) => blocksWithin(one.source, sources).has(id)).map((one) => one.id),
      })),
    };
  };
}

/** A template in a version, or the newest. Throws a `Problem` of status 404 that names the nearest there are. */
export async function templateIn(
  { store }: Container,
  id: string,
  version?: number,
): Promise<PublishedTemplate> {
  const newest = await store.template(id);
  if (newest === null) {
    const known = await store.templateIds();
    const meant = nearest(id, known);
    const remedy =
      meant === null ? `known: ${known.join(', ') || 'none published'}` : `did you mean ${meant}?`;
    throw notFound('unknown-template', `there is no template "${id}"`, remedy);
  }
  if (version === undefined || version === newest.version) return newest;
  const older = await store.templateVersion(id, version);
  if (older !== null) return older;
  const detail = `there is no template "${id}" in version ${version}`;
  throw notFound('unknown-template', detail, `it has versions 1 to ${newest.version}`);
}

export function showTemplate(container: Container): Route {
  return async ({ params, query }) => {
    const id = params.id ?? '';
    const block = (await publishedBlocks(container.store)).get(id);
    if (block !== undefined && (await container.store.template(id)) === null)
      return { id, kind: 'block', ...block, publishedAt: new Date(block.publishedAt).toISOString() };
    const version = query.version === undefined ? [] : [Number(query.version)];
    const template = await templateIn(container, id, ...version);
    const [users, blocks] = await Promise.all([usersOf(container), blocksInForce(container.store)]);
    return {
      ...headOf(template, users.get(template.id) ?? []),
      blocks: [...blocksWithin(template.source, blocks)].sort(),
      source: template.source,
    };
  };
}

/** Whose data a trial shows: a customer's, or nobody's. Throws a `Problem` of status 404. */
export async function readerOf({ store, now }: Container, id: string | undefined): Promise<Person> {
  if (id === undefined) return newPerson(customerId('test'), now());
  const person = isCustomerId(id) ? await store.loadProfile(id) : null;
  if (person !== null) return person;
  throw notFound('unknown-customer', `there is no customer "${id}"`, 'see "perennial customers list"');
}

export const previewBody = z.strictObject({
  customer: z.string().optional(),
  locale: z.string().max(40).optional(),
  version: z.number().int().min(1).optional(),
  /** Properties of the event that would have let the customer in. */
  event: z.record(z.string(), z.json()).optional(),
});

function render(
  { source, compiled }: PublishedTemplate,
  locale: string,
  data: Parameters<typeof renderVariant>[1],
) {
  const variant = variantIn(compiled, locale) ?? { subject: '', preheader: '', html: '', text: '' };
  switch (source.channel) {
    case 'email':
      return renderVariant(variant, data, locale);
    case 'sms':
      return renderSms(variant, data, locale);
  }
}

function renderedOrRefused(...[template, locale, data]: Parameters<typeof render>) {
  try {
    return render(template, locale, data);
  } catch (failure) {
    if (!(failure instanceof RenderFailed)) throw failure;
    throw new Problem({ status: 422, code: failure.code, title: 'Not rendered', detail: failure.message });
  }
}

export function previewTemplate(container: Container): Route {
  return async (request) => {
    const { customer, locale: wanted = null, version, event = null } = bodyAs(request, previewBody);
    const template = await templateIn(
      container,
      request.params.id ?? '',
      ...(version === undefined ? [] : [version]),
    );
    const person = await readerOf(container, customer);
    const mergeData = container.mergeData ?? mergeDataFor;
    const trial = { template, person, locale: wanted, event, at: container.now() };
    const { locale, data } = trialContent(trial, container.settings, mergeData);
    return {
      id: template.id,
      version: template.version,
      channel: template.source.channel,
      customer: customer ?? null,
      locale,
      ...renderedOrRefused(template, locale, data),
    };
  };
}
