import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answerDomainCheck, domainPath } from '../../../local/api/domains.ts';
import { checkDomain, type DomainQuestion } from '../../../local/domain/checkDomain.ts';
import { systemResolver } from '../../../local/domain/resolver.ts';
import { dnsServer, fakeDns, type Zone } from './fakeDns.ts';

const DOMAIN = 'shop.example';

function rsa(bits: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

const KEY = rsa(2048);
const FEEDBACK = [{ priority: 10, exchange: 'feedback-smtp.eu-central-1.amazonses.com' }];

/** A domain at which everything is right for SES. */
const RIGHT = {
  txt: {
    [DOMAIN]: ['google-site-verification=x', 'v=spf1 include:amazonses.com ~all'],
    'amazonses.com': ['v=spf1 ip4:199.255.192.0/22 -all'],
    [`tok1._domainkey.${DOMAIN}`]: [`p=${KEY}`],
    [`_dmarc.${DOMAIN}`]: [`v=DMARC1; p=quarantine; rua=mailto:dmarc@${DOMAIN}`],
    [`bounce.${DOMAIN}`]: ['v=spf1 include:amazonses.com ~all'],
  },
  mx: { [DOMAIN]: [{ priority: 10, exchange: 'mx.shop.example' }], [`bounce.${DOMAIN}`]: FEEDBACK },
  cname: { [`tok1._domainkey.${DOMAIN}`]: 'tok1.dkim.amazonses.com' },
} satisfies Zone;

const QUESTION: DomainQuestion = {
  domain: DOMAIN,
  selectors: ['tok1'],
  returnPath: 'bounce',
  isSes: true,
  region: 'eu-central-1',
};

async function codesOf(zone: Zone, question: Partial<DomainQuestion> = {}): Promise<string[]> {
  const { findings } = await checkDomain(fakeDns(zone), { ...QUESTION, ...question });
  return findings.map(({ code }) => code);
}

function withTxt(changes: Readonly<Record<string, readonly string[]>>): Zone {
  return { ...RIGHT, txt: { ...RIGHT.txt, ...changes } };
}

describe('checkDomain', () => {
  it('finds nothing wrong where nothing is', async () => {
    const answer = await checkDomain(fakeDns(RIGHT), QUESTION);
    expect(answer.ok).toBe(true);
    expect(answer.findings.map(({ code, level }) => [code, level])).toEqual([
      ['spf-ok', 'ok'],
      ['dkim-ok', 'ok'],
      ['dmarc-ok', 'ok'],
      ['return-path-ok', 'ok'],
      ['mx-ok', 'ok'],
      ['bimi-absent', 'ok'],
    ]);
  });

  it('of a bare domain says which records to add', async () => {
    const { ok, findings } = await checkDomain(fakeDns({}), QUESTION);
    expect(ok).toBe(false);
    expect(
      findings.flatMap(({ record }) =>
        record === null ? [] : [`${record.name} ${record.type} ${record.value}`],
      ),
    ).toEqual([
      'shop.example TXT v=spf1 include:amazonses.com ~all',
      'tok1._domainkey.shop.example CNAME tok1.dkim.amazonses.com',
      '_dmarc.shop.example TXT v=DMARC1; p=none; rua=mailto:dmarc@shop.example',
      'bounce.shop.example MX 10 feedback-smtp.eu-central-1.amazonses.com',
      'bounce.shop.example TXT v=spf1 include:amazonses.com ~all',
    ]);
    for (const { text } of findings) {
      expect(text.en).not.toMatch(/[{}]|undefined/);
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each<[string, string[], string]>([
    ['two records', ['v=spf1 -all', 'v=spf1 include:amazonses.com ~all'], 'spf-several'],
    ['everybody', ['v=spf1 include:amazonses.com +all'], 'spf-everybody'],
    ['everybody, its sign left out', ['v=spf1 include:amazonses.com all'], 'spf-everybody'],
    ['no end', ['v=spf1 include:amazonses.com'], 'spf-open-end'],
    ['an end that says nothing', ['v=spf1 include:amazonses.com ?all'], 'spf-open-end'],
    ['nothing of SES', ['v=spf1 ip4:192.0.2.1 -all'], 'spf-without-ses'],
    [
      'a source without a record',
      ['v=spf1 include:amazonses.com include:gone.example ~all'],
      'spf-broken-include',
    ],
    ['itself', ['v=spf1 include:shop.example include:amazonses.com ~all'], 'spf-broken-include'],
    ['another version', ['v=spf10 include:amazonses.com ~all'], 'spf-missing'],
  ])('finds SPF with %s', async (_, records, code) => {
    expect(await codesOf(withTxt({ [DOMAIN]: records }))).toContain(code);
  });

  it.each([
    [8, 'spf-many-lookups'],
    [10, 'spf-many-lookups'],
    [11, 'spf-too-many-lookups'],
  ])('counts %d lookups through what is included', async (count, code) => {
    const inner = Array.from({ length: count - 3 }, (_, i) => `exists:e${i}.example`).join(' ');
    const zone = withTxt({
      [DOMAIN]: ['v=spf1 include:amazonses.com mx include:more.example ~all'],
      'more.example': [`v=spf1 ip4:192.0.2.0/24 ${inner} -all`],
    });
    const { findings } = await checkDomain(fakeDns(zone), QUESTION);
    expect(findings[0]).toMatchObject({ code, text: { en: expect.stringContaining(String(count)) } });
  });

  it('follows a redirect, and stops where records name each other without end', async () => {
    const zone = withTxt({
      [DOMAIN]: ['v=spf1 redirect=_spf.shop.example'],
      '_spf.shop.example': ['v=spf1 include:amazonses.com ~all'],
    });
    expect(await codesOf(zone)).toContain('spf-ok');
    const bomb = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [
        `b${i}.example`,
        [
          `v=spf1 ${Array.from({ length: 6 }, (_unused, j) => `include:b${(i + j + 1) % 7}.example`).join(' ')} -all`,
        ],
      ]),
    );
    expect(await codesOf(withTxt({ ...bomb, [DOMAIN]: ['v=spf1 include:b0.example ~all'] }))).toContain(
      'spf-too-many-lookups',
    );
  });

  it.each<[string, string[], string]>([
    ['revoked', ['v=DKIM1; p='], 'dkim-revoked'],
    ['no key at all', ['v=DKIM1; k=rsa'], 'dkim-missing'],
    ['a key nobody can read', ['v=DKIM1; p=bm9uc2Vuc2U='], 'dkim-unreadable'],
    ['a short key', [`v=DKIM1; p=${rsa(512)}`], 'dkim-short'],
    ['a key of 1024 bits', [`v=DKIM1; p=${rsa(1024)}`], 'dkim-1024'],
    ['a test', [`v=DKIM1; t=y:s; p=${KEY}`], 'dkim-testing'],
    ['Ed25519', [`v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 7).toString('base64')}`], 'dkim-ok'],
    [
      'an Ed25519 key that is cut off',
      [`v=DKIM1; k=ed25519; p=${Buffer.alloc(31).toString('base64')}`],
      'dkim-unreadable',
    ],
  ])('finds DKIM with %s', async (_, records, code) => {
    expect(await codesOf(withTxt({ [`tok1._domainkey.${DOMAIN}`]: records }))).toContain(code);
  });

  it('looks under the usual selectors where none is named', async () => {
    expect(
      await codesOf(withTxt({ [`google._domainkey.${DOMAIN}`]: [`v=DKIM1; p=${KEY}`] }), { selectors: [] }),
    ).toContain('dkim-ok');
    expect(await codesOf(RIGHT, { selectors: [] })).toContain('dkim-unknown');
  });

  it('says of a selector that leads elsewhere that it is none of SES', async () => {
    const zone = { ...RIGHT, cname: { [`tok1._domainkey.${DOMAIN}`]: 'tok1.other.example' } };
    expect(await codesOf(zone)).toContain('dkim-not-ses');
  });

  it.each<[string, string[], string]>([
    ['no policy', ['v=DMARC1; rua=mailto:a@shop.example'], 'dmarc-invalid'],
    ['a policy nobody knows', ['v=DMARC1; p=maybe'], 'dmarc-invalid'],
    ['two records', ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'dmarc-several'],
    ['a policy that only watches', ['v=DMARC1; p=none; rua=mailto:a@shop.example'], 'dmarc-none'],
    ['nobody who reads', ['v=DMARC1; p=reject'], 'dmarc-unheard'],
    ['a part of the mail', ['v=DMARC1; p=reject; pct=20; rua=mailto:a@shop.example'], 'dmarc-part'],
    ['subdomains left alone', ['v=DMARC1; p=reject; sp=none; rua=mailto:a@shop.example'], 'dmarc-subdomains'],
    ['strict alignment', ['v=DMARC1; p=reject; aspf=s; rua=mailto:a@shop.example'], 'dmarc-strict'],
    [
      'reports to who takes none',
      ['v=DMARC1; p=reject; rua=mailto:x@reports.example!10m'],
      'dmarc-reports-refused',
    ],
    ['another version', ['v=DMARC2; p=reject'], 'dmarc-missing'],
  ])('finds DMARC with %s', async (_, records, code) => {
    expect(await codesOf(withTxt({ [`_dmarc.${DOMAIN}`]: records }))).toContain(code);
  });

  it('takes DMARC from the domain above, and reports whose receiver says so', async () => {
    const zone = withTxt({
      [`_dmarc.${DOMAIN}`]: ['v=DMARC1; p=none; sp=reject; rua=mailto:x@reports.example'],
      [`${DOMAIN}._report._dmarc.reports.example`]: ['v=DMARC1'],
    });
    const codes = await codesOf(zone, { domain: `news.${DOMAIN}`, returnPath: null });
    expect(codes).toContain('dmarc-inherited');
  });

  it.each<[string, Zone, string]>([
    ['no MX', { ...RIGHT, mx: { [DOMAIN]: RIGHT.mx[DOMAIN] } }, 'return-path-no-mx'],
    [
      'another MX',
      {
        ...RIGHT,
        mx: { ...RIGHT.mx, [`bounce.${DOMAIN}`]: [{ priority: 1, exchange: 'mx.other.example' }] },
      },
      'return-path-other-mx',
    ],
    [
      'one MX too many',
      {
        ...RIGHT,
        mx: {
          ...RIGHT.mx,
          [`bounce.${DOMAIN}`]: [...FEEDBACK, { priority: 20, exchange: 'mx.other.example' }],
        },
      },
      'return-path-other-mx',
    ],
    ['no SPF', withTxt({ [`bounce.${DOMAIN}`]: [] }), 'return-path-no-spf'],
    ['an SPF without SES', withTxt({ [`bounce.${DOMAIN}`]: ['v=spf1 -all'] }), 'return-path-no-spf'],
  ])('finds a return path with %s', async (_, zone, code) => {
    expect(await codesOf(zone)).toContain(code);
  });

  it('takes a return path with its domain, and says where none is named', async () => {
    expect(await codesOf(RIGHT, { returnPath: `bounce.${DOMAIN}` })).toContain('return-path-ok');
    expect(await codesOf(RIGHT, { returnPath: null })).toContain('return-path-none');
    expect((await codesOf(RIGHT, { returnPath: null, isSes: false })).join()).not.toContain('return-path');
  });

  it('says that a domain without MX loses replies', async () => {
    expect(await codesOf({ ...RIGHT, mx: { [`bounce.${DOMAIN}`]: FEEDBACK } })).toContain('mx-missing');
    expect(
      await codesOf({ ...RIGHT, mx: { ...RIGHT.mx, [DOMAIN]: [{ priority: 0, exchange: '' }] } }),
    ).toContain('mx-missing');
  });

  it.each([
    ['v=BIMI1; l=https://shop.example/logo.svg', 'bimi-ok'],
    ['v=BIMI1; l=http://shop.example/logo.svg', 'bimi-invalid'],
    ['v=BIMI1; l=', 'bimi-invalid'],
  ])('finds BIMI %j', async (record, code) => {
    expect(await codesOf(withTxt({ [`default._bimi.${DOMAIN}`]: [record] }))).toContain(code);
  });

  it('says that BIMI waits for a policy that is enforced', async () => {
    const zone = withTxt({
      [`default._bimi.${DOMAIN}`]: ['v=BIMI1; l=https://shop.example/logo.svg'],
      [`_dmarc.${DOMAIN}`]: [`v=DMARC1; p=none; rua=mailto:a@${DOMAIN}`],
    });
    expect(await codesOf(zone)).toContain('bimi-unused');
  });

  it('says first that a name does not exist', async () => {
    const [first, second] = await codesOf({ unknown: [DOMAIN] });
    expect([first, second]).toEqual(['domain-unknown', 'spf-missing']);
  });

  it('goes on where one name is not answered, and says so', async () => {
    const { findings } = await checkDomain(fakeDns({ ...RIGHT, silent: [`_dmarc.${DOMAIN}`] }), QUESTION);
    expect(findings.map(({ check, code }) => `${check} ${code}`)).toContain('dmarc not-answered');
    expect(findings.map(({ code }) => code)).toContain('spf-ok');
  });
});

describe('GET /v1/domains/{domain}/check', () => {
  it('asks for what the query names', async () => {
    const query = { selector: 'tok1', 'return-path': 'bounce', provider: 'ses' };
    const answer = await answerDomainCheck('SHOP.example.', query, undefined, fakeDns(RIGHT));
    expect(answer).toMatchObject({ domain: DOMAIN, ok: true });
  });

  it('takes a name in any script', async () => {
    const answer = await answerDomainCheck(encodeURIComponent('商店.example'), {}, undefined, fakeDns({}));
    expect(answer.domain).toBe('xn--czrs0t.example');
  });

  it.each([
    ['localhost', {}],
    ['a b.example', {}],
    ['127.0.0.1', {}],
    ['%E0%A4%A', {}],
    ['-.example', {}],
    [DOMAIN, { selector: 'a;b' }],
    [DOMAIN, { 'return-path': 'x y' }],
    [DOMAIN, { provider: 'pigeon' }],
  ])('refuses %j %j', async (segment, query) => {
    await expect(answerDomainCheck(segment, query, undefined, fakeDns({}))).rejects.toMatchObject({
      body: { status: 400 },
    });
  });

  it('says that DNS does not answer where the machine is offline', async () => {
    const asked = answerDomainCheck(DOMAIN, {}, undefined, fakeDns({ silent: ['*'] }));
    await expect(asked).rejects.toMatchObject({ body: { status: 503, code: 'dns-unavailable' } });
  });

  it('is told from other paths', () => {
    expect(domainPath('/v1/domains/shop.example/check')).toBe('shop.example');
    for (const path of ['/v1/domains', '/v1/domains/a/b/check', '/v1/domains/a'])
      expect(domainPath(path)).toBeNull();
  });
});

describe('systemResolver', () => {
  it('reads long records whole, and nothing of names that do not exist', async () => {
    const long = `v=DKIM1; p=${'A'.repeat(392)}`;
    const server = await dnsServer({ 'a.example': [long, 'second'], 'bare.example': [] });
    try {
      const resolver = systemResolver([server.address]);
      expect((await resolver.txt('a.example')).sort()).toEqual(['second', long].sort());
      expect(await resolver.txt('none.example')).toEqual([]);
      expect(await resolver.mx('none.example')).toEqual([]);
      expect(await resolver.cname('none.example')).toBeNull();
      expect(await resolver.exists('none.example')).toBe(false);
      expect(await resolver.exists('a.example')).toBe(true);
      expect(await resolver.exists('bare.example')).toBe(true);
    } finally {
      server.close();
    }
  });

  it('throws where nobody is at the address', async () => {
    const server = await dnsServer({});
    server.close();
    await expect(systemResolver([server.address]).txt('a.example')).rejects.toMatchObject({
      code: 'dns-unavailable',
    });
  }, 30_000);
});
