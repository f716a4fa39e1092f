/**
 * The parameters by which a shop's own analytics tell which message a visit came from. Decided here: which links carry them
 * and with what values. Links to other websites, and those to leave or to choose topics, never do; what a link says already
 * stays.
 */
import * as z from 'zod';
import type { JsonObject } from '../json.ts';

const value = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\s?#&]+$/, 'without blanks, ?, # and &');

export const utmSchema = z.strictObject({
  source: value.optional(),
  /** Default: the channel. */
  medium: value.optional(),
  /** Default: the journey's id. */
  campaign: value.optional(),
  /** Default: the node's id. */
  content: value.optional(),
  term: value.optional(),
});
export type Utm = z.infer<typeof utmSchema>;

const NAMES = ['source', 'medium', 'campaign', 'content', 'term'] as const;

/** Whether an address is on one of the hosts, or on a part of one (`www.`). */
function isOwn(address: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => address.hostname === host || address.hostname.endsWith(`.${host}`));
}

function parsed(address: string): URL | null {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

/** The address with the parameters it does not have yet; as it is where it is not one of the hosts'. */
export function withUtm(address: string, utm: Utm, hosts: readonly string[]): string {
  const url = parsed(address);
  if (url === null || !isOwn(url, hosts)) return address;
  const missing = NAMES.flatMap((name) => {
    const given = utm[name];
    return given === undefined || url.searchParams.has(`utm_${name}`)
      ? []
      : [`utm_${name}=${encodeURIComponent(given)}`];
  });
  if (missing.length === 0) return address;
  const [path = '', ...fragment] = address.split('#');
  const joined = `${path}${path.includes('?') ? '&' : '?'}${missing.join('&')}`;
  return fragment.length === 0 ? joined : `${joined}#${fragment.join('#')}`;
}

/** `utm` of the merge data: those of the settings, and who sent it; nothing where the settings name no source. */
export function utmData(
  of: { readonly journeyId?: string; readonly nodeId?: string; readonly channel?: string },
  settings: Utm | null,
): JsonObject {
  if (settings === null) return {};
  const named = { medium: of.channel, campaign: of.journeyId, content: of.nodeId, ...settings };
  const told = Object.entries(named).flatMap(([name, given]) => (given === undefined ? [] : [[name, given]]));
  return { utm: Object.fromEntries(told) };
}
