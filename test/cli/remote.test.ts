/** Every command, against the same shop here and elsewhere: what it prints and how it ends must not tell where the shop is. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../cli/args/spec.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { connect } from '../../cli/transports/connect.ts';
import { LocalApi } from '../../local/api/localApi.ts';
import { runJobHere } from '../../local/jobs/job.ts';
import { handleHttp } from '../../local/server/httpApi.ts';
import { tempDir } from '../support/tempDir.ts';
import { callCli } from './support/callCli.ts';

const JOURNEY = `
id: hello
name: { en: Hello, zh-CN: 你好 }
topic: service
class: service
priority: 50
entry: [{ on: api }]
reentry: always
start: mail
nodes:
  mail: { type: send, template: hi, next: end }
  end: { type: end }
`;
const TEMPLATE =
  'id: hi\nchannel: sms\nclass: service\nlocales: { en: { text: "{{ shop.name }}: hello" } }\n';
const FILES = {
  'orders.csv':
    'who,day,sum,what\nann,2026-01-05,12.50,tea\nann,2026-02-05,8,tea\nbob,2026-01-09,30,pan\nbad,never,1,tea\n',
  'people.csv': 'id,email,name,phone\nann,ann@x.example,Ann,+4915112345678\nbob,bob@x.example,Bob,\n',
  'consents.csv':
    'address,topic,state,at,source,wording,basis\n+4915112345678,service,yes,2026-01-01,form,Yes,express\n',
  'visits.csv': 'who,day,page\nann,2026-02-06,/tea\nbad,never,/tea\n',
  'tea.yaml': 'id: tea\nkind: live\nname: { en: Tea, zh-CN: 茶 }\nrule: { orders: { min: 1 } }\n',
  'staff.yaml': 'id: staff\nkind: list\nname: { en: Staff, zh-CN: 员工 }\n',
  'staff.csv': 'customer_id\nann\nnobody\n',
  'out.csv': 'EmailAddress,Reason,LastUpdateTime\nold@x.example,BOUNCE,2026-01-01\n',
  'products.csv': 'item,name,price,durable\ntea,Tea,8,no\npan,Pan,30,yes\nbad,Bad,many,no\n',
  'hello.yaml': JOURNEY,
  'hi.yaml': TEMPLATE,
  'spring.yaml':
    'id: spring\nname: { en: Spring, zh-CN: 春季 }\naudience: { reachable: sms }\ntopic: service\nclass: service\nmessages: [{ template: hi, channel: sms }]\nschedule: { on: instant, at: 2999-01-01 }\n',
  'settings.yaml': 'shop: { name: Tea }\n',
  'win-back.yaml': 'windowDays: 60\n',
  'loyalty.yaml': readFileSync(new URL('../../workflows/loyalty.yaml', import.meta.url), 'utf8'),
};

/** In the order a shop would use them; each names the command it is of. */
const CALLS: readonly (readonly [command: string, ...words: string[]])[] = [
  ['import orders', 'orders.csv', '--map', 'customer=who,date=day,amount=sum,item=what', '--currency', 'USD'],
  ['import customers', 'people.csv'],
  ['import consents', 'consents.csv'],
  ['import events', 'visits.csv', '--map', 'customer=who,date=day,property.page=page', '--event', 'Visit'],
  ['import complete-journey', '.'],
  ['campaigns history'],
  ['segments validate', 'tea.yaml', 'hello.yaml'],
  ['segments preview', 'tea.yaml'],
  ['segments publish', 'tea.yaml', 'staff.yaml'],
  ['segments list'],
  ['segments show', 'tea'],
  ['segments recompute'],
  ['segments members', 'tea'],
  ['lists add', 'staff', 'staff.csv'],
  ['lists remove', 'staff', 'staff.csv'],
  ['suppressions import', 'out.csv', '--map', 'address=EmailAddress,reason=Reason,at=LastUpdateTime'],
  ['evaluate', '--at', '2026-03-01'],
  ['import catalogue', 'products.csv', '--currency', 'USD'],
  ['analytics rfm', '--until', '2026-03-01', '--out', 'rfm.csv'],
  ['analytics cohorts'],
  ['analytics markov'],
  ['analytics seven-p'],
  ['analytics lost', '--most', '3', '--until', '2026-06-01'],
  ['analytics equity'],
  ['recommend train'],
  ['recommend for', 'ann', '--slot', 'discover', '--dropped'],
  ['recommend rules'],
  ['recommend report'],
  ['loyalty show'],
  ['loyalty validate', 'loyalty.yaml'],
  ['loyalty publish', 'loyalty.yaml'],
  ['loyalty adjust', 'ann', '--points', '700', '--reason', 'late', '--operation', 'late-1'],
  ['loyalty redeem', 'ann', '--points', '500', '--operation', 'cart-1'],
  ['loyalty account', 'ann'],
  ['loyalty liability'],
  ['loyalty check'],
  ['loyalty simulate', '--tier', 'silver=1000', '--until', '2026-03-01'],
  ['loyalty reassess'],
  ['customers relationship', 'ann'],
  ['winback policy'],
  ['winback validate', 'win-back.yaml'],
  ['winback publish', 'win-back.yaml'],
  ['winback verdicts', '--at', '2027-03-01'],
  ['winback show', 'ann'],
  ['winback learn'],
  ['templates lint', 'hi.yaml'],
  ['templates publish', 'hi.yaml'],
  ['templates list'],
  ['templates show', 'hi'],
  ['templates preview', 'hi', '--customer', 'ann'],
  ['journeys validate', 'hello.yaml'],
  ['plan', 'hello.yaml'],
  ['journeys publish', 'hello.yaml', '--enrol', 'new-only'],
  ['journeys list'],
  ['journeys show', 'hello'],
  ['journeys enter', 'hello', 'ann'],
  ['lift', '--journey', 'hello'],
  ['journeys migrate', 'hello', '--preview'],
  ['journeys schema'],
  ['customers list'],
  ['customers show', 'ann'],
  ['customers export', '--out', 'customers.csv', '--format', 'csv'],
  ['customers export'],
  ['surveys'],
  ['tasks'],
  ['tasks done', 'nothing'],
  ['deliverability'],
  ['export', 'ann'],
  ['suppressions add', 'spam@x.example'],
  ['suppressions list'],
  ['suppressions export', '--out', 'suppressed.csv'],
  ['suppressions remove', 'spam@x.example', '--yes'],
  ['send', 'hi', '--customer', 'ann', '--once', 'k1'],
  ['test-send', 'hi', '--to', '+14155550100'],
  ['sending'],
  ['sending stop', '--why', 'a test'],
  ['sending resume'],
  ['guard'],
  ['guard resume', '--why', 'a test', '--yes'],
  ['parked'],
  ['parked redrive', '--all'],
  ['webhooks failed'],
  ['webhooks redrive', '--all'],
  ['webhooks secret'],
  ['simulate', '--from', '2026-01-01', '--to', '2026-02-01', '--out', 'report.json', '--seed', '7'],
  ['campaigns validate', 'spring.yaml'],
  ['campaigns preview', 'spring.yaml'],
  ['campaigns simulate', 'spring.yaml', '--from', '2026-01-01', '--to', '2026-02-01', '--seed', '7'],
  ['campaigns create', 'spring.yaml'],
  ['campaigns submit', 'spring'],
  ['campaigns approve', 'spring'],
  ['campaigns launch', 'spring'],
  ['campaigns pause', 'spring'],
  ['campaigns resume', 'spring'],
  ['campaigns trigger', 'spring', 'ann'],
  ['campaigns cancel', 'spring'],
  ['campaigns clone', 'spring', 'summer'],
  ['campaigns report', 'spring'],
  ['campaigns list'],
  ['campaigns show', 'nobody'],
  ['winback simulate', '--from', '2026-01-01', '--to', '2026-02-01'],
  ['why', 'ann'],
  ['ledger check'],
  ['ledger export', '--out', 'ledger.ndjson'],
  ['events rejected'],
  ['keys create', '--kind', 'viewer', '--name', 'ci'],
  ['keys list'],
  ['keys revoke', 'ci'],
  ['settings validate', 'settings.yaml'],
  ['settings set', 'settings.yaml'],
  ['settings show'],
  ['domain check', 'not a domain'],
  ['erase', 'bob', '--yes'],
  ['erase', '--list'],
];

/** A call with what the command asks for, whatever it is. */
function wordsOf({ name, operands, options }: CommandSpec): string[] {
  const values = {
    text: 'x',
    date: '2026-01-01',
    whole: '1',
    number: '0.5',
    port: '1',
    url: 'http://x.example',
  };
  const required = options.filter((option) => option.required === true);
  return [
    ...name.split(' '),
    ...operands.filter(({ optional }) => optional !== true).map(() => 'x.test.yaml'),
    ...required.flatMap(({ name: option, kind = 'text', oneOf }) => [
      `--${option}`,
      oneOf?.[0] ?? values[kind],
    ]),
  ];
}

const ONLY_HERE = COMMANDS.filter(({ onlyHere }) => onlyHere === true);

const root = tempDir();
const shops = { here: join(root, 'here'), elsewhere: join(root, 'elsewhere') };
let here: LocalApi;
let elsewhere: LocalApi;
let server: Server;
let remote = '';
let key = '';

function apiOf(dataDir: string): LocalApi {
  return new LocalApi({ dataDir, workspace: 'main', runJob: runJobHere });
}

function serving(api: LocalApi): Server {
  const nothing = async () => null;
  const wire = {
    token: 'token of a lock',
    session: 'session',
    consoleDir: root,
    consoleReady: () => true,
    health: () => ({ pid: 1, ready: true, doing: null }),
    takeEvents: nothing,
    takeInbound: nothing,
    answerPage: nothing,
  };
  return createServer((incoming, response) => {
    void handleHttp(
      {
        ...wire,
        request: (asked, by) =>
          by.kind === 'owner' ? api.request(asked) : api.requestAs(asked, by.authorization),
      },
      incoming,
      response,
    );
  });
}

/** The same secrets in both, so that what is hashed or signed under them is alike. */
beforeAll(async () => {
  const words = [
    '--map',
    'customer=who,date=day,amount=sum',
    '--currency',
    'USD',
    '--data',
    join(root, 'first'),
  ];
  writeFileSync(join(root, 'first.csv'), 'who,day,sum\ncy,2026-01-07,5\n');
  const first = apiOf(join(root, 'first'));
  const made = await callCli(['import', 'orders', 'first.csv', ...words], {
    workingDir: root,
    surroundings: {
      connect: async () => ({ request: (asked) => first.request(asked), close: async () => {} }),
    },
  });
  if (made.code !== 0) throw new Error(made.err);
  const operator = { name: 'operator', kind: 'admin' };
  const keyMade = await first.request({ method: 'POST', path: '/v1/keys', body: operator });
  key = (keyMade.body as { key: string }).key;
  await first.close();
  for (const dir of Object.values(shops)) {
    cpSync(join(root, 'first'), join(dir, 'data'), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(dir, name), text);
  }
  here = apiOf(join(shops.here, 'data'));
  elsewhere = apiOf(join(shops.elsewhere, 'data'));
  server = serving(elsewhere);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  remote = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}, 60_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await here.close();
  await elsewhere.close();
});

/** Without the time of day, random ids and the place of the files, in which two runs differ anyway. */
function bare(text: string): string {
  return text
    .replaceAll(shops.here, 'DIR')
    .replaceAll(shops.elsewhere, 'DIR')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?)?/g, 'NOW')
    .replaceAll(/\b\d{13}\b/g, 'NOW')
    .replaceAll(/pk_(\w+?)_[\w-]{32}/g, 'pk_$1_KEY')
    .replaceAll(/whsec_[\w+/=]+/g, 'SECRET')
    .replaceAll(/"claimant":"\d[^"]*"/g, '"claimant":"PROCESS"')
    .replaceAll(/"[\w-]{36}"/g, '"ID"')
    .replaceAll(/"seconds":\s*[\d.]+/g, '"seconds":N')
    .replaceAll(/in [\d.]+ s\./g, 'in N s.');
}

async function calledHere(words: readonly string[]) {
  return callCli(words, {
    workingDir: shops.here,
    surroundings: {
      connect: async () => ({ request: (asked) => here.request(asked), close: async () => {} }),
    },
  });
}

async function calledElsewhere(words: readonly string[]) {
  return callCli(words, {
    workingDir: shops.elsewhere,
    environment: { PERENNIAL_REMOTE: remote, PERENNIAL_KEY: key },
    surroundings: { connect },
  });
}

describe('every command', () => {
  it('is one of those below', () => {
    const tried = new Set([...CALLS.map(([name]) => name), ...ONLY_HERE.map(({ name }) => name)]);
    expect(COMMANDS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it.each(CALLS)(
    '%s %s prints and ends alike here and elsewhere',
    async (name, ...words) => {
      for (const json of [[], ['--json']]) {
        const argv = [...name.split(' '), ...words, ...json];
        const one = await calledHere(argv);
        const other = await calledElsewhere(argv);
        expect([other.code, bare(other.out), bare(other.err)]).toEqual([
          one.code,
          bare(one.out),
          bare(one.err),
        ]);
        const out = words[words.indexOf('--out') + 1];
        if (words.includes('--out') && out !== undefined) {
          const [left, right] = [join(shops.here, out), join(shops.elsewhere, out)].map((file) =>
            bare(readFileSync(file, 'utf8')),
          );
          expect(right).toBe(left);
        }
      }
    },
    60_000,
  );

  it.each(ONLY_HERE)('$name says that it runs on this machine alone', async (command) => {
    const [english, chinese] = await Promise.all(
      ['en', 'zh-CN'].map((lang) =>
        callCli([...wordsOf(command), '--remote', remote, '--key', key, '--lang', lang]),
      ),
    );
    expect([english?.code, english?.err]).toEqual([2, expect.stringContaining('runs on this machine alone')]);
    expect([chinese?.code, chinese?.err]).toEqual([2, expect.stringContaining('只在本机运行')]);
  });
});

describe('a call that cannot be let in', () => {
  const asked = (words: string, environment: Record<string, string> = {}) =>
    callCli(words.split(' '), { environment, surroundings: { connect } });

  it('says that the key is missing', async () => {
    const { code, err } = await asked(`keys list --remote ${remote}`);
    expect([code, err]).toEqual([2, expect.stringContaining('--remote needs --key KEY')]);
  });

  it('says that the key is none that is known', async () => {
    const { code, err } = await asked(`keys list --remote ${remote} --key pk_admin_nobody`);
    expect([code, err]).toEqual([1, expect.stringContaining('none that is let in here')]);
  });

  it('says which role it would take', async () => {
    const made = await elsewhere.request({
      method: 'POST',
      path: '/v1/keys',
      body: { name: 'v', kind: 'viewer' },
    });
    const { key: viewer } = made.body as { key: string };
    const { code, err } = await asked(`keys list --remote ${remote} --key ${viewer}`);
    expect([code, err]).toEqual([1, expect.stringContaining('needs the role admin')]);
    expect((await asked(`customers list --remote ${remote} --key ${viewer}`)).code).toBe(0);
  });

  it('says that nothing answers there, and what is no address', async () => {
    const gone = await asked('keys list', { PERENNIAL_REMOTE: 'http://127.0.0.1:9', PERENNIAL_KEY: 'k' });
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('Nothing answers at')]);
    const wrong = await asked('keys list', { PERENNIAL_REMOTE: 'shop.example', PERENNIAL_KEY: 'k' });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('PERENNIAL_REMOTE is an address')]);
  });

  it('refuses to send a key unencrypted to another machine', async () => {
    const { code, err } = await asked('keys list --remote http://shop.example --key k');
    expect([code, err]).toEqual([2, expect.stringContaining('is not encrypted')]);
  });
});
