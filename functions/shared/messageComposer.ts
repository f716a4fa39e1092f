/**
 * What a message says, made just before a provider takes it: the template version of its claim, rendered with the data of its
 * claim, in the sender's name, with a way out where one is owed, and with links that report clicks where they may. The
 * mailbox shows the same words; only tracking is added here.
 */
import type { Compose, ComposedMail, Composition } from '../../adapters/aws/ses.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { senderOf } from '../../core/message/sender.ts';
import { type CompiledVariant, variantIn } from '../../core/message/template.ts';
import { isLeavable } from '../../core/message/templateLaw.ts';
import type { AddressKeyOf, ConfigStore, PeopleStore, TemplatedMessage } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { composeMail } from './composeMail.ts';
import { type Links, linkUrl } from './links.ts';
import { RenderFailed, renderSms, renderVariant } from './renderMessage.ts';
import { trackLinks, withOpenPixel } from './trackLinks.ts';

export interface ComposerDeps {
  readonly store: Pick<ConfigStore, 'templateVersion'> & Pick<PeopleStore, 'loadContacts'>;
  readonly settings: Settings;
  /** What signs tracked links; without it nothing is tracked. */
  readonly links: Links | null;
  readonly addressKeyOf: AddressKeyOf;
}

const CACHED_TEMPLATES = 200;

type Compiled = Readonly<Record<string, CompiledVariant>>;
type VariantOf = (message: TemplatedMessage) => Promise<CompiledVariant | undefined>;

/** Compiled templates of the versions in use; versions never change. */
function variantsOf({ store }: ComposerDeps): VariantOf {
  const known = new Map<string, Compiled>();
  const compiledOf = async ({ template, templateVersion }: TemplatedMessage) => {
    const key = `${template}/${templateVersion}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const published = await store.templateVersion(template, templateVersion);
    if (published === null) return undefined;
    if (known.size >= CACHED_TEMPLATES) known.clear();
    known.set(key, published.compiled);
    return published.compiled;
  };
  return async (message) => {
    const compiled = await compiledOf(message);
    return compiled === undefined ? undefined : variantIn(compiled, message.locale);
  };
}

function unfit(reason: string): { readonly kind: 'unfit'; readonly reason: string } {
  return { kind: 'unfit', reason };
}

const GONE = unfit('the version of its template is not kept any more');

/** A template that meets a limit says so; anything else is a fault of the program, and is thrown. */
function orUnfit<Content>(compose: () => Composition<Content>): Composition<Content> {
  try {
    return compose();
  } catch (failure) {
    if (failure instanceof RenderFailed) return unfit(failure.message);
    throw failure;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsubscribeLink({ mergeData }: TemplatedMessage): string | null {
  const link = isObject(mergeData.links) ? mergeData.links.unsubscribe : undefined;
  return typeof link === 'string' && link !== '' ? link : null;
}

/**
 * Sends of a template somebody tries out report nothing; what somebody waits for is not led through another address; and who
 * does not want it is not followed.
 */
async function mayTrack(message: TemplatedMessage, deps: ComposerDeps): Promise<boolean> {
  const { class: of, mergeData, channel, to } = message;
  const { opens, clicks } = deps.settings.tracking;
  if (deps.links === null || of === 'transactional' || mergeData.test === true || !(opens || clicks))
    return false;
  const key = deps.addressKeyOf(channel, to);
  return (await deps.store.loadContacts([key])).get(key)?.tracking ?? true;
}

/** Clicks and openings, as the settings say; links to the customer's own pages stay as they are. */
function tracked(html: string, message: TemplatedMessage, deps: ComposerDeps): string {
  const { links, addressKeyOf } = deps;
  const { opens, clicks } = deps.settings.tracking;
  if (links === null) return html;
  const { decisionId, customerId, channel, topic, to } = message;
  const claims = { decisionId, customerId, channel, topic, contactKey: addressKeyOf(channel, to) };
  const own = `${links.baseUrl}/p/`;
  const rewritten = clicks
    ? trackLinks(html, (url) =>
        url.startsWith(own) ? null : linkUrl(links, 'click', { ...claims, to: url }),
      )
    : html;
  return opens ? withOpenPixel(rewritten, linkUrl(links, 'open', claims)) : rewritten;
}

function mailOf(
  message: TemplatedMessage,
  variant: CompiledVariant,
  deps: ComposerDeps,
  isTracked: boolean,
): Composition<ComposedMail> {
  const rendered = renderVariant(variant, message.mergeData, message.locale);
  const sender = senderOf(deps.settings, message);
  const https = isLeavable(message.class) ? unsubscribeLink(message) : null;
  const frame = {
    from: { name: sender.name, address: sender.email },
    to: message.to,
    replyTo: sender.replyTo,
    id: message.decisionId,
    at: message.at,
    locale: message.locale,
    unsubscribe: https === null ? null : { https, mailto: null },
    feedbackId: [message.journeyId, message.nodeId, message.class, sender.id],
  };
  const html = isTracked ? tracked(rendered.html, message, deps) : rendered.html;
  return composeMail(frame, { ...rendered, html });
}

/** Makes mails. */
export function mailComposer(deps: ComposerDeps): Compose<ComposedMail> {
  const variantOf = variantsOf(deps);
  return async (message) => {
    const variant = await variantOf(message);
    if (variant === undefined) return GONE;
    const isTracked = await mayTrack(message, deps);
    return orUnfit(() => mailOf(message, variant, deps, isTracked));
  };
}

/** Makes the texts of SMS. */
export function smsComposer(deps: ComposerDeps): Compose<{ readonly text: string }> {
  const variantOf = variantsOf(deps);
  return async (message) => {
    const variant = await variantOf(message);
    if (variant === undefined) return GONE;
    return orUnfit(() => {
      const { text } = renderSms(variant, message.mergeData, message.locale);
      return text === '' ? unfit('there is no text in it') : { kind: 'composed', content: { text } };
    });
  };
}
