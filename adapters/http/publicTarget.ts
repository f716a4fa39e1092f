/**
 * Where a web address of somebody else's leads: checked as a URL, looked up once, and every address it has checked. What comes
 * out names the addresses to connect to, so that a second lookup cannot lead elsewhere.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress, mayBePublicName } from './publicAddress.ts';

export interface TargetRules {
  /** Lets `http:` pass too; otherwise `https:` alone. */
  readonly allowHttp: boolean;
  /** Beside 443, and 80 where `http:` passes. */
  readonly ports: readonly number[];
  /** All addresses of a name. Default: the system's own lookup. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
}

export type Target =
  | { readonly kind: 'public'; readonly url: URL; readonly addresses: readonly string[] }
  /** Never to be called. */
  | { readonly kind: 'forbidden'; readonly reason: string }
  /** The name has no address now. */
  | { readonly kind: 'not-found'; readonly reason: string };

function forbidden(reason: string): Target {
  return { kind: 'forbidden', reason };
}

async function systemLookup(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}

/** What is wrong with the address as written; null where nothing is. */
function writtenFault(url: URL, port: number, { allowHttp, ports }: TargetRules): string | null {
  const { protocol } = url;
  if (protocol !== 'https:' && !(allowHttp && protocol === 'http:')) return `${protocol} is not called`;
  if (url.username !== '' || url.password !== '') return 'it carries a name or a password';
  const isUsual = port === 443 || (allowHttp && port === 80);
  return isUsual || ports.includes(port) ? null : `port ${port} is not called`;
}

/** Hostnames come from `URL` in lower case, in ASCII, and IPv4 in whatever form as four decimal numbers. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

async function addressesOf(host: string, rules: TargetRules): Promise<readonly string[]> {
  return isIP(host) === 0 ? (rules.lookup ?? systemLookup)(host) : [host];
}

/** Never throws; looks a name up once. A name with one address that is not public is forbidden as a whole. */
export async function publicTarget(text: string, rules: TargetRules): Promise<Target> {
  const url = URL.parse(text);
  if (url === null) return forbidden('it is no web address');
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  const fault = writtenFault(url, port, rules);
  if (fault !== null) return forbidden(fault);
  const host = hostOf(url);
  if (isIP(host) === 0 && !mayBePublicName(host)) return forbidden('its name is one of a local network');
  try {
    const addresses = await addressesOf(host, rules);
    if (addresses.length === 0) return { kind: 'not-found', reason: `${host} has no address` };
    if (!addresses.every(isPublicAddress)) return forbidden('it leads to an address that is not public');
    return { kind: 'public', url, addresses };
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'no answer';
    return { kind: 'not-found', reason: `${host} cannot be looked up: ${code}` };
  }
}
