/** DMARC (RFC 7489): a policy at the domain, or at the one above it that it is taken from, with somebody who reads the reports. */
import { type DnsRecord, type Finding, finding } from './finding.ts';
import type { DomainResolver } from './resolver.ts';
import { tagsOf } from './tags.ts';

export const POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof POLICIES)[number];

export interface Dmarc {
  readonly findings: readonly Finding[];
  /** Null where none is in force. */
  readonly policy: DmarcPolicy | null;
}

interface Place {
  readonly name: string;
  readonly records: readonly string[];
}

/** The domain itself, else the nearest above it that has a record; a name of one label is a registry's. */
async function placeOf(resolver: DomainResolver, domain: string): Promise<Place> {
  const labels = domain.split('.');
  for (let from = 0; labels.length - from >= 2; from += 1) {
    const name = labels.slice(from).join('.');
    const texts = await resolver.txt(`_dmarc.${name}`);
    const records = texts.filter((text) => /^\s*v\s*=\s*DMARC1\s*(?:;|$)/i.test(text));
    if (records.length > 0) return { name, records };
  }
  return { name: domain, records: [] };
}

function dmarcRecord(name: string, value: string): DnsRecord {
  return { name: `_dmarc.${name}`, type: 'TXT', value };
}

/** Domains that reports go to, and that must say they take them. */
function foreignReceivers(rua: string, domain: string): string[] {
  const domains = [...rua.matchAll(/mailto:[^@,\s]+@([^,!\s]+)/gi)].map(([, to = '']) => to.toLowerCase());
  const isOwn = (to: string) => to === domain || to.endsWith(`.${domain}`) || domain.endsWith(`.${to}`);
  return [...new Set(domains.filter((to) => !isOwn(to)))];
}

async function reportFindings(
  resolver: DomainResolver,
  tags: ReadonlyMap<string, string>,
  { name, records: [found = ''] }: Place,
): Promise<Finding[]> {
  const rua = tags.get('rua') ?? '';
  if (rua === '') {
    const record = dmarcRecord(name, `${found.replace(/;?\s*$/, '')}; rua=mailto:dmarc@${name}`);
    return [finding('dmarc', 'dmarc-unheard', { found, record })];
  }
  const findings: Finding[] = [];
  for (const to of foreignReceivers(rua, name)) {
    const at = `${name}._report._dmarc.${to}`;
    const says = (await resolver.txt(at)).some((text) => /^\s*v\s*=\s*DMARC1/i.test(text));
    const record: DnsRecord = { name: at, type: 'TXT', value: 'v=DMARC1' };
    if (!says)
      findings.push(finding('dmarc', 'dmarc-reports-refused', { found, record, values: { name: to } }));
  }
  return findings;
}

function policyFindings(tags: ReadonlyMap<string, string>, policy: DmarcPolicy, place: Place): Finding[] {
  const [found = ''] = place.records;
  const findings: Finding[] = [];
  if (policy === 'none') {
    const record = dmarcRecord(place.name, found.replace(/p\s*=\s*none/i, 'p=quarantine'));
    findings.push(finding('dmarc', 'dmarc-none', { found, record }));
  } else if (tags.get('sp')?.toLowerCase() === 'none')
    findings.push(finding('dmarc', 'dmarc-subdomains', { found }));
  const pct = Number(tags.get('pct') ?? 100);
  if (pct < 100) findings.push(finding('dmarc', 'dmarc-part', { found, values: { pct } }));
  return findings;
}

export async function checkDmarc(
  resolver: DomainResolver,
  domain: string,
  hasReturnPath: boolean,
): Promise<Dmarc> {
  const place = await placeOf(resolver, domain);
  const [found] = place.records;
  if (found === undefined) {
    const record = dmarcRecord(domain, `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`);
    return { findings: [finding('dmarc', 'dmarc-missing', { record })], policy: null };
  }
  if (place.records.length > 1) {
    const values = { count: place.records.length };
    return {
      findings: [finding('dmarc', 'dmarc-several', { found: place.records.join(' | '), values })],
      policy: null,
    };
  }
  const tags = tagsOf(found);
  const own = place.name === domain ? tags.get('p') : (tags.get('sp') ?? tags.get('p'));
  const policy = POLICIES.find((one) => one === own?.toLowerCase());
  if (policy === undefined)
    return {
      findings: [finding('dmarc', 'dmarc-invalid', { found, values: { policy: own ?? '' } })],
      policy: null,
    };
  const findings = [...policyFindings(tags, policy, place), ...(await reportFindings(resolver, tags, place))];
  if (hasReturnPath && tags.get('aspf')?.toLowerCase() === 's')
    findings.push(finding('dmarc', 'dmarc-strict', { found }));
  const values = { policy, name: place.name };
  const fine = finding('dmarc', place.name === domain ? 'dmarc-ok' : 'dmarc-inherited', { found, values });
  return { findings: findings.length === 0 ? [fine] : findings, policy };
}
