/** DKIM (RFC 6376, RFC 8301): a key under each selector, long enough, in force; of SES by a CNAME that leads there. */
import { createPublicKey } from 'node:crypto';
import { type DnsRecord, type Finding, finding } from './finding.ts';
import type { DomainResolver } from './resolver.ts';
import { tagsOf } from './tags.ts';

/** Tried where none is named. */
const USUAL_SELECTORS = ['default', 'google', 'selector1', 'selector2', 'k1', 's1', 's2', 'mail', 'dkim'];
const SES_KEYS = '.dkim.amazonses.com';
const LEAST_BITS = 1024;
const ADVISED_BITS = 2048;
const ED25519_BYTES = 32;

type Key =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unreadable' };

function keyOf(tags: ReadonlyMap<string, string>): Key {
  const p = tags.get('p')?.replaceAll(/\s+/g, '');
  if (p === undefined) return { kind: 'unreadable' };
  if (p === '') return { kind: 'revoked' };
  const der = Buffer.from(p, 'base64');
  if (tags.get('k')?.toLowerCase() === 'ed25519')
    return der.length === ED25519_BYTES ? { kind: 'ed25519' } : { kind: 'unreadable' };
  try {
    const details = createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyDetails;
    return { kind: 'rsa', bits: details?.modulusLength ?? 0 };
  } catch {
    return { kind: 'unreadable' };
  }
}

function sesRecord(domain: string, selector: string): DnsRecord {
  return { name: nameOf(domain, selector), type: 'CNAME', value: `${selector}${SES_KEYS}` };
}

function nameOf(domain: string, selector: string): string {
  return `${selector}._domainkey.${domain}`;
}

function keyFinding(key: Key, selector: string, found: string): Finding {
  const values = { selector, bits: key.kind === 'rsa' ? key.bits : 0 };
  switch (key.kind) {
    case 'revoked':
      return finding('dkim', 'dkim-revoked', { found, values });
    case 'unreadable':
      return finding('dkim', 'dkim-unreadable', { found, values });
    case 'ed25519':
      return finding('dkim', 'dkim-ok', { found, values: { ...values, key: 'Ed25519' } });
    case 'rsa':
      if (key.bits < LEAST_BITS) return finding('dkim', 'dkim-short', { found, values });
      if (key.bits < ADVISED_BITS) return finding('dkim', 'dkim-1024', { found, values });
      return finding('dkim', 'dkim-ok', { found, values: { ...values, key: `RSA ${key.bits}` } });
  }
}

async function checkSelector(
  resolver: DomainResolver,
  domain: string,
  selector: string,
  isSes: boolean,
): Promise<Finding[]> {
  const name = nameOf(domain, selector);
  const [texts, cname] = await Promise.all([resolver.txt(name), resolver.cname(name)]);
  const found = texts.find((text) => /(?:^|;)\s*p\s*=/i.test(text));
  const values = { selector };
  if (found === undefined) {
    const record: DnsRecord = isSes
      ? sesRecord(domain, selector)
      : { name, type: 'TXT', value: 'v=DKIM1; k=rsa; p=YOUR-PUBLIC-KEY' };
    return [finding('dkim', 'dkim-missing', { found: cname, record, values })];
  }
  const tags = tagsOf(found);
  const findings = [keyFinding(keyOf(tags), selector, found)];
  if (tags.get('t')?.split(':').includes('y') === true)
    findings.push(finding('dkim', 'dkim-testing', { found, values }));
  if (isSes && cname?.toLowerCase().endsWith(SES_KEYS) === false)
    findings.push(finding('dkim', 'dkim-not-ses', { found: cname, values }));
  return findings;
}

/** Checks the selectors named, or else those of the usual ones that have a key. */
export async function checkDkim(
  resolver: DomainResolver,
  domain: string,
  selectors: readonly string[],
  isSes: boolean,
): Promise<Finding[]> {
  const wanted = selectors.length > 0 ? selectors : USUAL_SELECTORS;
  const all = await Promise.all(
    wanted.map((one) => checkSelector(resolver, domain, one, isSes && selectors.length > 0)),
  );
  if (selectors.length > 0) return all.flat();
  const found = all.flat().filter(({ code }) => code !== 'dkim-missing');
  if (found.length > 0) return found;
  const record = isSes ? sesRecord(domain, 'TOKEN') : null;
  return [finding('dkim', 'dkim-unknown', { record })];
}
