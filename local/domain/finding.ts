/** What a check of a domain finds, in both languages, and the record that mends it. */

export type Level = 'ok' | 'warn' | 'fail';

export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'CNAME' | 'MX';
  readonly value: string;
}

export const DOMAIN_CHECKS = ['domain', 'spf', 'dkim', 'dmarc', 'return-path', 'mx', 'bimi'] as const;
export type DomainCheck = (typeof DOMAIN_CHECKS)[number];

export interface Finding {
  readonly check: DomainCheck;
  readonly level: Level;
  readonly code: FindingCode;
  readonly text: { readonly en: string; readonly 'zh-CN': string };
  /** The record as it stands; null where there is none. */
  readonly found: string | null;
  /** The record to add, or to put in the place of the one found; null where there is nothing to do. */
  readonly record: DnsRecord | null;
}

interface Said {
  readonly level: Level;
  readonly en: string;
  readonly zh: string;
}

function said(level: Level, en: string, zh: string): Said {
  return { level, en, zh };
}

const FINDINGS = {
  'domain-unknown': said(
    'fail',
    'DNS knows no {domain}; is it written right, and registered?',
    'DNS 中查不到 {domain}，请确认拼写并已注册。',
  ),
  'spf-missing': said('fail', 'There is no SPF record.', '没有 SPF 记录。'),
  'spf-several': said(
    'fail',
    'There are {count} SPF records; receivers take none of them.',
    '有 {count} 条 SPF 记录，收件方一条也不采用。',
  ),
  'spf-too-many-lookups': said(
    'fail',
    'SPF needs {count} DNS lookups; receivers stop at 10.',
    'SPF 需要 {count} 次 DNS 查询，超过 10 次收件方就放弃。',
  ),
  'spf-many-lookups': said(
    'warn',
    'SPF needs {count} of the 10 DNS lookups allowed.',
    'SPF 已用掉 10 次 DNS 查询中的 {count} 次。',
  ),
  'spf-broken-include': said(
    'fail',
    'SPF names {name}, which has no SPF record: receivers find an error.',
    'SPF 引用的 {name} 没有 SPF 记录，收件方会判为错误。',
  ),
  'spf-everybody': said('fail', 'SPF lets everybody send ({all}).', 'SPF 允许任何人发送（{all}）。'),
  'spf-open-end': said(
    'warn',
    'SPF does not say what holds for everybody else; end it with ~all.',
    'SPF 没有说明其他来源如何处理，请以 ~all 结尾。',
  ),
  'spf-without-ses': said(
    'warn',
    'SPF does not include amazonses.com. It is needed unless a return path of its own has it.',
    'SPF 未包含 amazonses.com；除非单独的退信域名已包含，否则需要添加。',
  ),
  'spf-ok': said(
    'ok',
    'SPF is right: one record, {count} DNS lookups.',
    'SPF 正确：一条记录，{count} 次 DNS 查询。',
  ),
  'dkim-unknown': said(
    'warn',
    'No DKIM key was found under the usual selectors; name yours with --selector.',
    '常见选择器下没有 DKIM 公钥，请用 --selector 指定。',
  ),
  'dkim-missing': said(
    'fail',
    'There is no DKIM key under the selector {selector}.',
    '选择器 {selector} 下没有 DKIM 公钥。',
  ),
  'dkim-not-ses': said(
    'warn',
    'The selector {selector} does not lead to Amazon SES.',
    '选择器 {selector} 没有指向 Amazon SES。',
  ),
  'dkim-revoked': said(
    'fail',
    'The DKIM key of {selector} is revoked (empty).',
    '{selector} 的 DKIM 公钥已撤销（为空）。',
  ),
  'dkim-unreadable': said(
    'fail',
    'The DKIM record of {selector} holds no key that can be read.',
    '{selector} 的 DKIM 记录中没有可读取的公钥。',
  ),
  'dkim-short': said(
    'fail',
    'The DKIM key of {selector} has {bits} bits; less than 1024 is refused.',
    '{selector} 的 DKIM 公钥只有 {bits} 位，少于 1024 位会被拒绝。',
  ),
  'dkim-1024': said(
    'warn',
    'The DKIM key of {selector} has 1024 bits; 2048 are advised.',
    '{selector} 的 DKIM 公钥为 1024 位，建议使用 2048 位。',
  ),
  'dkim-testing': said(
    'warn',
    'The DKIM key of {selector} says it is a test (t=y): receivers may not count it.',
    '{selector} 的 DKIM 标记为测试（t=y），收件方可能不采信。',
  ),
  'dkim-ok': said('ok', 'DKIM under {selector} is right: {key}.', '{selector} 的 DKIM 正确：{key}。'),
  'dmarc-missing': said(
    'fail',
    'There is no DMARC record; Gmail and Yahoo ask for one of whoever sends in bulk.',
    '没有 DMARC 记录；Gmail 和 Yahoo 要求批量发件方必须有。',
  ),
  'dmarc-several': said(
    'fail',
    'There are {count} DMARC records; receivers take none of them.',
    '有 {count} 条 DMARC 记录，收件方一条也不采用。',
  ),
  'dmarc-invalid': said(
    'fail',
    'The DMARC record has no policy that is known (p={policy}).',
    'DMARC 记录中没有有效的策略（p={policy}）。',
  ),
  'dmarc-none': said(
    'warn',
    'DMARC only watches (p=none). Once the reports look right, set p=quarantine.',
    'DMARC 只观察不处置（p=none）。确认报告正常后请改为 p=quarantine。',
  ),
  'dmarc-subdomains': said(
    'warn',
    'DMARC leaves subdomains alone (sp=none).',
    'DMARC 不处置子域名（sp=none）。',
  ),
  'dmarc-part': said('warn', 'DMARC holds for {pct} % of the mail only.', 'DMARC 只对 {pct}% 的邮件生效。'),
  'dmarc-unheard': said(
    'warn',
    'DMARC asks for no reports (rua): nobody will see what fails.',
    'DMARC 未要求报告（rua），失败情况无人知晓。',
  ),
  'dmarc-reports-refused': said(
    'warn',
    'Reports go to {name}, which does not say that it takes them.',
    '报告发往 {name}，但对方没有声明接收。',
  ),
  'dmarc-strict': said(
    'warn',
    'DMARC aligns SPF strictly (aspf=s): a return path on a subdomain does not count, DKIM alone does.',
    'DMARC 对 SPF 采用严格对齐（aspf=s）：子域名退信地址不算，只能靠 DKIM。',
  ),
  'dmarc-inherited': said('ok', 'DMARC is taken from {name}: p={policy}.', 'DMARC 沿用 {name}：p={policy}。'),
  'dmarc-ok': said('ok', 'DMARC is right: p={policy}.', 'DMARC 正确：p={policy}。'),
  'return-path-none': said(
    'warn',
    'No return path of its own was named (--return-path): bounces go to amazonses.com, and SPF does not align.',
    '未指定自己的退信域名（--return-path）：退信走 amazonses.com，SPF 无法对齐。',
  ),
  'return-path-no-mx': said(
    'fail',
    'The return path {name} has no MX record: SES will not use it.',
    '退信域名 {name} 没有 MX 记录，SES 不会使用。',
  ),
  'return-path-other-mx': said(
    'fail',
    'The return path {name} leads elsewhere than to SES, or not there alone.',
    '退信域名 {name} 的 MX 没有指向 SES，或不止一条。',
  ),
  'return-path-no-spf': said(
    'fail',
    'The return path {name} has no SPF record that lets SES send.',
    '退信域名 {name} 没有允许 SES 的 SPF 记录。',
  ),
  'return-path-ok': said('ok', 'The return path {name} is right.', '退信域名 {name} 正确。'),
  'mx-missing': said(
    'warn',
    'The domain takes no mail (no MX): replies to it are lost.',
    '该域名不收信（没有 MX），回复会丢失。',
  ),
  'mx-ok': said('ok', 'The domain takes mail: {name}.', '该域名可以收信：{name}。'),
  'bimi-absent': said('ok', 'There is no BIMI record; it is optional.', '没有 BIMI 记录（可选）。'),
  'bimi-invalid': said(
    'warn',
    'The BIMI record names no logo under https.',
    'BIMI 记录没有给出 https 的标志地址。',
  ),
  'bimi-unused': said(
    'warn',
    'BIMI needs DMARC with p=quarantine or p=reject.',
    'BIMI 需要 DMARC 策略为 p=quarantine 或 p=reject。',
  ),
  'bimi-ok': said('ok', 'BIMI is right.', 'BIMI 正确。'),
  'not-answered': said('warn', 'DNS did not answer; ask again.', 'DNS 没有回答，请稍后再试。'),
} as const satisfies Record<string, Said>;

export type FindingCode = keyof typeof FINDINGS;

function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (gap: string, name: string) => String(values[name] ?? gap));
}

export interface FindingDetails {
  readonly found?: string | null;
  readonly record?: DnsRecord | null;
  readonly values?: Readonly<Record<string, string | number>>;
}

export function finding(check: DomainCheck, code: FindingCode, details: FindingDetails = {}): Finding {
  const { level, en, zh } = FINDINGS[code];
  const { found = null, record = null, values = {} } = details;
  return { check, level, code, text: { en: filled(en, values), 'zh-CN': filled(zh, values) }, found, record };
}
