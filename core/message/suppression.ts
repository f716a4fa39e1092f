/**
 * Why an address is not to be used. One reason stands at a time, the weightiest that was told, since its first telling: so the
 * order in which reasons arrive does not matter. Whoever lifts one lifts what led to it too.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { Contact, SuppressedWhy, Suppression } from './contact.ts';

/** Greater goes before. An erased address stays erased whatever else it is. */
const WEIGHT: Readonly<Record<SuppressedWhy, number>> = {
  'soft-bounces': 0,
  manual: 1,
  'stop-word': 2,
  'spam-complaint': 3,
  'hard-bounce': 4,
  erased: 5,
};

function goesBefore(told: Suppression, known: Suppression): boolean {
  if (told.why !== known.why) return WEIGHT[told.why] > WEIGHT[known.why];
  if (told.at !== known.at) return told.at < known.at;
  return canonicalJson(told) < canonicalJson(known);
}

/** The contact once its address is suppressed; the same object where a weightier or earlier reason stands. */
export function withSuppression(contact: Contact, told: Suppression): Contact {
  const { suppression } = contact;
  return suppression === null || goesBefore(told, suppression) ? { ...contact, suppression: told } : contact;
}

/** The contact once somebody said that its address may be used again; the same object where nothing stood in the way. */
export function withoutSuppression(contact: Contact): Contact {
  return contact.suppression === null ? contact : { ...contact, suppression: null, softBounces: [] };
}
