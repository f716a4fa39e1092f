/** What a journey is called for people, also one that stands for none. */
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import { RESERVED_JOURNEYS, type ReservedJourney } from '../../../core/message/decision.ts';

type Name = JourneyDefinition['name'];

const NO_JOURNEY: Readonly<Record<ReservedJourney, Name>> = {
  api: { en: 'Asked for by your systems', 'zh-CN': '由贵方系统请求' },
  'test-send': { en: 'A trial of a template', 'zh-CN': '模板试发' },
  reply: { en: 'Answer to a text message', 'zh-CN': '回复短信' },
  consent: { en: 'Asks to confirm a sign-up', 'zh-CN': '请确认订阅' },
};

function isReserved(id: string): id is ReservedJourney {
  return RESERVED_JOURNEYS.some((one) => one === id);
}

/** By its definition; by its id where that is gone. */
export function journeyName(id: string, definition: Pick<JourneyDefinition, 'name'> | undefined): Name {
  if (definition !== undefined) return definition.name;
  return isReserved(id) ? NO_JOURNEY[id] : { en: id, 'zh-CN': id };
}
