/** `GET /v1/domains/{domain}/check`: asks DNS whether mail of a domain will be believed. Needs no workspace. */
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { misuse, Problem } from '../../functions/shared/problem.ts';
import { checkDomain, type DomainAnswer, domainName, labelsOf } from '../domain/checkDomain.ts';
import { DnsUnavailable, type DomainResolver, systemResolver } from '../domain/resolver.ts';

const PATH = /^\/v1\/domains\/([^/]+)\/check$/;

/** The domain a path asks about, as it stands there; null for a path of another route. */
export function domainPath(path: string): string | null {
  return PATH.exec(path)?.[1] ?? null;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw misuse('domain', `"${segment}" is not percent-encoded UTF-8`, 'encode the path segment');
  }
}

function isSes(provider: string | undefined, settings: Settings): boolean {
  if (provider === undefined || provider === '') return settings.delivery.email === 'ses';
  if (provider === 'ses') return true;
  throw misuse('provider', `"${provider}" is no provider that is known`, 'use ses, or leave it out');
}

/** Throws a `Problem`: 400 for what cannot be asked, 503 where DNS does not answer. */
export async function answerDomainCheck(
  segment: string,
  query: Readonly<Record<string, string | undefined>>,
  settings: Settings = DEFAULT_SETTINGS,
  resolver: DomainResolver = systemResolver(),
): Promise<DomainAnswer> {
  const domain = domainName(decoded(segment));
  const selectors = (query['selector'] ?? '').split(',').filter((one) => one.trim() !== '');
  const returnPath = query['return-path'];
  const question = {
    domain,
    selectors: selectors.slice(0, 10).map((one) => labelsOf('selector', one)),
    returnPath: returnPath === undefined || returnPath === '' ? null : labelsOf('return-path', returnPath),
    isSes: isSes(query['provider'], settings),
    region: settings.delivery.region,
  };
  try {
    return await checkDomain(resolver, question);
  } catch (failure) {
    if (!(failure instanceof DnsUnavailable)) throw failure;
    const { code, message: detail, remedy } = failure;
    throw new Problem({ status: 503, code, title: 'DNS does not answer', detail, remedy });
  }
}
