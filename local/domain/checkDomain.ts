/**
 * Whether mail of a domain will be believed: SPF, DKIM, DMARC, the return path, whether replies arrive, and BIMI. Each finding
 * comes with the record to add. The same questions to the same DNS give the same answer.
 */
import { domainToASCII } from 'node:url';
import { misuse } from '../../functions/shared/problem.ts';
import { checkDkim } from './dkim.ts';
import { checkDmarc, type Dmarc, type DmarcPolicy } from './dmarc.ts';
import { type DnsRecord, type DomainCheck, type Finding, finding } from './finding.ts';
import { DnsUnavailable, type DomainResolver } from './resolver.ts';
import { checkSpf, SES_INCLUDE, spfLetsSesSend, spfRecords } from './spf.ts';
import { tagsOf } from './tags.ts';

export interface DomainQuestion {
  readonly domain: string;
  readonly selectors: readonly string[];
  /** A subdomain, with the domain or without; null: none of its own. */
  readonly returnPath: string | null;
  readonly isSes: boolean;
  /** AWS region of SES; null where it is not known. */
  readonly region: string | null;
}

export interface DomainAnswer {
  readonly domain: string;
  /** True where nothing fails. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

const HOST = /^(?=.{1,253}$)(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/;
const LABELS = /^[a-z\d_](?:[a-z\d_.-]{0,200}[a-z\d_])?$/;

/** The domain as DNS knows it. Throws a `Problem` of status 400 for what is none. */
export function domainName(text: string): string {
  const name = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  if (HOST.test(name)) return name;
  throw misuse('domain', `"${text}" is no domain`, 'give a name such as shop.example');
}

/** A selector, or the part of a name before the domain. Throws a `Problem` of status 400. */
export function labelsOf(field: string, text: string): string {
  const bare = text.trim().toLowerCase();
  if (LABELS.test(bare)) return bare;
  throw misuse(field, `"${text}" cannot be part of a name in DNS`, 'use letters, digits, dots and hyphens');
}

/** A name nobody registered, or that was mistyped, is said so before all else. */
async function checkName(resolver: DomainResolver, domain: string): Promise<Finding[]> {
  return (await resolver.exists(domain)) ? [] : [finding('domain', 'domain-unknown', { values: { domain } })];
}

async function checkReturnPath(
  resolver: DomainResolver,
  { domain, returnPath, isSes, region }: DomainQuestion,
): Promise<Finding[]> {
  if (returnPath === null) return [finding('return-path', 'return-path-none')];
  const name =
    returnPath === domain || returnPath.endsWith(`.${domain}`) ? returnPath : `${returnPath}.${domain}`;
  const [mx, texts] = await Promise.all([resolver.mx(name), resolver.txt(name)]);
  const values = { name };
  const findings: Finding[] = [];
  const wanted: DnsRecord = {
    name,
    type: 'MX',
    value: `10 feedback-smtp.${region ?? 'REGION'}.amazonses.com`,
  };
  const found = mx.map(({ priority, exchange }) => `${priority} ${exchange}`).join(' | ');
  const leadsToSes =
    mx.length === 1 && /^feedback-smtp\.[a-z\d-]+\.amazonses\.com\.?$/i.test(mx[0]?.exchange ?? '');
  if (mx.length === 0)
    findings.push(finding('return-path', 'return-path-no-mx', { record: isSes ? wanted : null, values }));
  else if (isSes && !leadsToSes)
    findings.push(finding('return-path', 'return-path-other-mx', { found, record: wanted, values }));
  const spf = spfRecords(texts)[0] ?? null;
  const record: DnsRecord = { name, type: 'TXT', value: `v=spf1 include:${SES_INCLUDE} ~all` };
  const sends = spf !== null && (!isSes || (await spfLetsSesSend(resolver, spf)));
  if (!sends)
    findings.push(
      finding('return-path', 'return-path-no-spf', { found: spf, record: isSes ? record : null, values }),
    );
  return findings.length > 0 ? findings : [finding('return-path', 'return-path-ok', { found, values })];
}

async function checkMx(resolver: DomainResolver, domain: string): Promise<Finding[]> {
  const all = (await resolver.mx(domain)).filter(({ exchange }) => exchange !== '' && exchange !== '.');
  const [first] = [...all].sort((a, b) => a.priority - b.priority);
  if (first === undefined) return [finding('mx', 'mx-missing')];
  return [
    finding('mx', 'mx-ok', {
      found: `${first.priority} ${first.exchange}`,
      values: { name: first.exchange },
    }),
  ];
}

async function checkBimi(
  resolver: DomainResolver,
  domain: string,
  policy: DmarcPolicy | null,
): Promise<Finding[]> {
  const texts = await resolver.txt(`default._bimi.${domain}`);
  const found = texts.find((text) => /^\s*v\s*=\s*BIMI1/i.test(text));
  if (found === undefined) return [finding('bimi', 'bimi-absent')];
  const logo = tagsOf(found).get('l') ?? '';
  if (!/^https:\/\/\S+$/i.test(logo)) return [finding('bimi', 'bimi-invalid', { found })];
  const isEnforced = policy === 'quarantine' || policy === 'reject';
  return [finding('bimi', isEnforced ? 'bimi-ok' : 'bimi-unused', { found })];
}

/** The checks of one question, each on its own: what DNS does not answer is a finding, unless it answers nothing at all. */
class Checks {
  readonly unanswered: DnsUnavailable[] = [];
  private readonly resolver: DomainResolver;
  private readonly question: DomainQuestion;

  constructor(resolver: DomainResolver, question: DomainQuestion) {
    this.resolver = resolver;
    this.question = question;
  }

  async all(): Promise<Finding[]> {
    const { resolver, question } = this;
    const { domain, selectors, isSes, returnPath } = question;
    const dmarc = this.dmarc();
    const found = await Promise.all([
      this.guarded('domain', () => checkName(resolver, domain)),
      this.guarded('spf', () => checkSpf(resolver, domain, isSes)),
      this.guarded('dkim', () => checkDkim(resolver, domain, selectors, isSes)),
      dmarc.then(({ findings }) => findings),
      returnPath === null && !isSes
        ? []
        : this.guarded('return-path', () => checkReturnPath(resolver, question)),
      this.guarded('mx', () => checkMx(resolver, domain)),
      dmarc.then(({ policy }) => this.guarded('bimi', () => checkBimi(resolver, domain, policy))),
    ]);
    return found.flat();
  }

  private async guarded(
    check: DomainCheck,
    work: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof DnsUnavailable)) throw failure;
      this.unanswered.push(failure);
      return [finding(check, 'not-answered')];
    }
  }

  private async dmarc(): Promise<Dmarc> {
    const { domain, returnPath } = this.question;
    let policy: DmarcPolicy | null = null;
    const findings = await this.guarded('dmarc', async () => {
      const found = await checkDmarc(this.resolver, domain, returnPath !== null);
      ({ policy } = found);
      return found.findings;
    });
    return { findings, policy };
  }
}

/** Findings in the order of the checks. Throws `DnsUnavailable` where DNS answers nothing at all, not even of the name. */
export async function checkDomain(resolver: DomainResolver, question: DomainQuestion): Promise<DomainAnswer> {
  const checks = new Checks(resolver, question);
  const findings = await checks.all();
  const [first] = checks.unanswered;
  const isSilent = findings.every(({ code }) => code === 'not-answered' || code === 'return-path-none');
  if (first !== undefined && isSilent) throw first;
  const { domain } = question;
  return { domain, ok: findings.every(({ level }) => level !== 'fail'), findings };
}
