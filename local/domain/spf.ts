/**
 * SPF (RFC 7208): one record, at most ten mechanisms and modifiers that cost a DNS lookup, those of included records counted
 * too, and an end that says what holds for everybody else.
 */
import { type DnsRecord, type Finding, finding } from './finding.ts';
import type { DomainResolver } from './resolver.ts';

export const SES_INCLUDE = 'amazonses.com';
const MOST_LOOKUPS = 10;
const MANY_LOOKUPS = 8;
/** Counting stops here: receivers stopped long before. */
const MOST_COUNTED = 40;

export function spfRecords(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => /^v=spf1(?: |$)/i.test(text));
}

interface Term {
  readonly name: string;
  readonly value: string;
}

function termsOf(record: string): Term[] {
  return record
    .split(/\s+/)
    .slice(1)
    .filter((term) => term !== '')
    .map((term) => {
      const bare = term.replace(/^[+?~-]/, '');
      const at = bare.search(/[:=/]/);
      const name = (at < 0 ? bare : bare.slice(0, at)).toLowerCase();
      return { name, value: at < 0 ? '' : bare.slice(at + 1).toLowerCase() };
    });
}

const COSTS_A_LOOKUP = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);

interface Walk {
  lookups: number;
  broken: string | null;
  includesSes: boolean;
}

async function follow(
  resolver: DomainResolver,
  record: string,
  seen: ReadonlySet<string>,
  walk: Walk,
): Promise<void> {
  for (const { name, value } of termsOf(record)) {
    if (!COSTS_A_LOOKUP.has(name)) continue;
    walk.lookups += 1;
    if (walk.lookups >= MOST_COUNTED) return;
    if (name !== 'include' && name !== 'redirect') continue;
    if (value === SES_INCLUDE || value.endsWith(`.${SES_INCLUDE}`)) walk.includesSes = true;
    if (value.includes('%{')) continue;
    const next = seen.has(value) ? [] : spfRecords(await resolver.txt(value));
    const [only] = next;
    if (only === undefined || next.length > 1) walk.broken ??= value;
    else await follow(resolver, only, new Set([...seen, value]), walk);
  }
}

/** The record with one more source, before its end. */
function withInclude(record: string, include: string): string {
  const terms = record.split(/\s+/);
  const end = terms.findIndex((term) => /^[+?~-]?all$/i.test(term) || /^redirect=/i.test(term));
  const place = end < 0 ? terms.length : end;
  const rest = end < 0 ? ['~all'] : terms.slice(end);
  return [...terms.slice(0, place), `include:${include}`, ...rest].join(' ');
}

function textRecord(name: string, value: string): DnsRecord {
  return { name, type: 'TXT', value };
}

function endFinding(name: string, found: string): Finding | null {
  const all = /(?:^|\s)([+?~-]?)all(?:\s|$)/i.exec(found);
  const isOpen = all !== null && (all[1] === '' || all[1] === '+');
  if (isOpen) {
    const record = textRecord(name, found.replace(/(^|\s)\+?all(?=\s|$)/i, '$1~all'));
    return finding('spf', 'spf-everybody', { found, record, values: { all: all[0].trim() } });
  }
  if (all?.[1] === '?') {
    return finding('spf', 'spf-open-end', {
      found,
      record: textRecord(name, found.replace(/\?all/i, '~all')),
    });
  }
  if (all !== null || /(?:^|\s)redirect=/i.test(found)) return null;
  return finding('spf', 'spf-open-end', { found, record: textRecord(name, `${found} ~all`) });
}

/** Whether a record, with all it includes, lets SES send. */
export async function spfLetsSesSend(resolver: DomainResolver, record: string): Promise<boolean> {
  const walk: Walk = { lookups: 0, broken: null, includesSes: false };
  await follow(resolver, record, new Set(), walk);
  return walk.includesSes;
}

export async function checkSpf(resolver: DomainResolver, domain: string, isSes: boolean): Promise<Finding[]> {
  const records = spfRecords(await resolver.txt(domain));
  const [found] = records;
  if (found === undefined) {
    const value = isSes ? `v=spf1 include:${SES_INCLUDE} ~all` : 'v=spf1 include:YOUR-PROVIDER ~all';
    return [finding('spf', 'spf-missing', { record: textRecord(domain, value) })];
  }
  if (records.length > 1)
    return [finding('spf', 'spf-several', { found: records.join(' | '), values: { count: records.length } })];
  const walk: Walk = { lookups: 0, broken: null, includesSes: false };
  await follow(resolver, found, new Set([domain]), walk);
  const values = { count: walk.lookups, name: walk.broken ?? '' };
  const findings: Finding[] = [];
  if (walk.broken !== null) findings.push(finding('spf', 'spf-broken-include', { found, values }));
  if (walk.lookups > MOST_LOOKUPS) findings.push(finding('spf', 'spf-too-many-lookups', { found, values }));
  else if (walk.lookups >= MANY_LOOKUPS) findings.push(finding('spf', 'spf-many-lookups', { found, values }));
  const end = endFinding(domain, found);
  if (end !== null) findings.push(end);
  if (isSes && !walk.includesSes)
    findings.push(
      finding('spf', 'spf-without-ses', {
        found,
        record: textRecord(domain, withInclude(found, SES_INCLUDE)),
      }),
    );
  return findings.length > 0 ? findings : [finding('spf', 'spf-ok', { found, values })];
}
