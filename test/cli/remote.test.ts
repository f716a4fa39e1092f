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
import { CALLS, FILES } from './remoteCalls.ts';
import { callCli } from './support/callCli.ts';

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

/** Without the time of day, random ids, codes and the place of the files, in which two runs differ anyway. */
function bare(text: string): string {
  return text
    .replaceAll(shops.here, 'DIR')
    .replaceAll(shops.elsewhere, 'DIR')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?)?/g, 'NOW')
    .replaceAll(/\b\d{13}\b/g, 'NOW')
    .replaceAll(/pk_(\w+?)_[\w-]{32}/g, 'pk_$1_KEY')
    .replaceAll(/\b[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{6}\b/g, 'CODE')
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
