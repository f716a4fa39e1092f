/**
 * The lint of a template, at publish: what the law and the reader ask of it, beyond that it compiles. The class decides: a
 * promotional message must show the way out and the postal address, an SMS its sender and the word that stops it. The class
 * of a template is the one it names, else promotional; and promotional where a promotional journey uses it, whatever it says.
 */
import { isMessage, type JourneyDefinition } from '../../../core/journey/definition.ts';
import type { MessageClass } from '../../../core/message/messageClass.ts';
import type { PublishedTemplate, TemplateSource } from '../../../core/message/template.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { usualReader } from '../../shared/smsLengths.ts';
import { withoutComments } from '../mjmlChecks.ts';
import type { TemplateFinding } from './finding.ts';
import { imageAddresses } from './images.ts';
import { mailFindings } from './mailLint.ts';
import { smsFindings } from './smsLint.ts';

export interface TemplateLintContext {
  readonly settings: Settings;
  readonly journeys: readonly Pick<JourneyDefinition, 'id' | 'class' | 'nodes'>[];
}

/** Ids of the journeys that send a template. */
export function journeysUsing(id: string, journeys: TemplateLintContext['journeys']): string[] {
  return journeys
    .filter(({ nodes }) => Object.values(nodes).some((node) => isMessage(node) && node.template === id))
    .map((journey) => journey.id);
}

export function classInUse(
  { id, class: own }: TemplateSource,
  { journeys }: TemplateLintContext,
): MessageClass {
  const users = new Set(journeysUsing(id, journeys));
  const isPromotional = journeys.some((journey) => users.has(journey.id) && journey.class === 'promotional');
  return isPromotional ? 'promotional' : (own ?? 'promotional');
}

/** @param compiled of this source. Findings in the order of its languages. */
export function lintTemplate(
  source: TemplateSource,
  compiled: PublishedTemplate['compiled'],
  context: TemplateLintContext,
): TemplateFinding[] {
  const { settings } = context;
  const of = classInUse(source, context);
  switch (source.channel) {
    case 'email':
      return Object.entries(source.locales).flatMap(([locale, { text = null, mjml, ...written }]) => {
        const variant = compiled[locale];
        if (variant === undefined) return [];
        const mail = {
          locale,
          class: of,
          settings,
          ...written,
          text,
          mjml: withoutComments(mjml),
          compiled: variant,
        };
        return mailFindings(mail);
      });
    case 'sms':
      return Object.entries(source.locales).flatMap(([locale, { text }]) => {
        const variant = compiled[locale];
        if (variant === undefined) return [];
        return smsFindings({ locale, class: of, settings, text, compiled: variant }, usualReader(settings));
      });
  }
}

/** Addresses of the images a template names itself. */
export function imagesOf(source: TemplateSource): string[] {
  if (source.channel !== 'email') return [];
  const all = Object.values(source.locales).flatMap(({ mjml }) => imageAddresses(withoutComments(mjml)));
  return [...new Set(all)];
}
