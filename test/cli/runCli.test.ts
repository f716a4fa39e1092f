import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { callCli, ok } from './support/callCli.ts';

const NO_SUCH_CUSTOMER = {
  type: 'urn:perennial:problem:unknown-customer',
  title: 'Not found',
  status: 404,
  code: 'unknown-customer',
  detail: 'there is no customer "9"',
  remedy: 'list them with: perennial customers list',
  extra: { kept: true },
};

describe('where a call goes', () => {
  it.each([
    [[], {}, '/shop/.perennial'],
    [['--data', 'elsewhere'], {}, '/shop/elsewhere'],
    [['--data', '/abs'], { PERENNIAL_DATA: 'other' }, '/abs'],
    [[], { PERENNIAL_DATA: 'other' }, '/shop/other'],
    [[], { PERENNIAL_DATA: '' }, '/shop/.perennial'],
  ])('with %j and %j the data folder is %s', async (options, environment, dataDir) => {
    const call = await callCli(['keys', 'list', '--json', ...options], { environment, answer: () => ok([]) });
    expect(call.destination?.dataDir).toBe(dataDir);
  });

  it('takes the workspace and the remote system from the call', async () => {
    const argv = [
      'customers',
      'list',
      '--json',
      '--workspace',
      'demo',
      '--remote',
      'https://x.example',
      '--key',
      'k',
    ];
    const { destination } = await callCli(argv, { answer: () => ok({}) });
    expect(destination).toMatchObject({
      workspace: 'demo',
      remote: 'https://x.example',
      key: 'k',
      create: false,
    });
  });

  it('takes the key from the environment, where ps does not show it', async () => {
    const { destination } = await callCli(['keys', 'list', '--json', '--remote', 'https://x.example'], {
      environment: { PERENNIAL_KEY: 'from-env' },
      answer: () => ok([]),
    });
    expect(destination?.key).toBe('from-env');
  });

  it.each([
    [['--remote', 'https://x.example'], '--remote needs --key KEY.'],
    [['--key', 'k'], '--key belongs to --remote.'],
  ])('refuses %j', async (options, detail) => {
    const call = await callCli(['keys', 'list', ...options]);
    expect(call.code).toBe(2);
    expect(call.err).toContain(detail);
  });

  it('may bring a folder into being only by an import', () => {
    const creating = COMMANDS.filter((command) => command.creates === true).map((command) => command.name);
    expect(creating).toEqual([
      'import orders',
      'import customers',
      'import events',
      'import complete-journey',
    ]);
  });

  it('is closed when the command is over, also after a refusal', async () => {
    expect((await callCli(['keys', 'list', '--json'], { answer: () => ok([]) })).closed).toBe(true);
    const refused = await callCli(['why', '9'], { answer: () => ({ status: 404, body: NO_SUCH_CUSTOMER }) });
    expect(refused.closed).toBe(true);
  });
});

describe('a refusal', () => {
  it('says what happened and what to do, on standard error', async () => {
    const call = await callCli(['why', '9'], { answer: () => ({ status: 404, body: NO_SUCH_CUSTOMER }) });
    expect(call.code).toBe(1);
    expect(call.out).toBe('');
    expect(call.err).toBe(
      'perennial: there is no customer "9"\n  what to do: list them with: perennial customers list\n',
    );
  });

  it('is the API’s document under --json, with all it says', async () => {
    const call = await callCli(['why', '9', '--json'], {
      answer: () => ({ status: 404, body: NO_SUCH_CUSTOMER }),
    });
    expect(call.code).toBe(1);
    expect(JSON.parse(call.out)).toEqual(NO_SUCH_CUSTOMER);
  });

  it('names the field and each problem on a line of its own', async () => {
    const body = {
      status: 400,
      code: 'misuse',
      title: 'The request cannot be used',
      detail: '"EURO" is no currency code',
      field: 'currency',
      problems: [
        { path: 'nodes.a', message: 'there is no node "b"', line: 12 },
        { path: 'entry', message: 'over the cap', severity: 'warning' },
      ],
    };
    const call = await callCli(['import', 'orders', 'f.csv', '--map', 'm', '--currency', 'EURO'], {
      answer: () => ({ status: 400, body }),
    });
    expect(call.code).toBe(2);
    expect(call.err).toBe(
      [
        'perennial: "EURO" is no currency code',
        '  at: currency',
        '  line 12: nodes.a: there is no node "b"',
        '  entry: warning: over the cap',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [400, 'anything', 2],
    [422, 'misuse', 2],
    [404, 'unknown-customer', 1],
    [500, 'internal-error', 1],
    [301, undefined, 1],
  ])('of status %d and code %s exits %d', async (status, code, exit) => {
    const call = await callCli(['why', '9'], {
      answer: () => ({ status, body: code === undefined ? null : { code } }),
    });
    expect(call.code).toBe(exit);
    expect(call.err).toContain('perennial: ');
  });

  it('cannot steer the terminal with what it says', async () => {
    const body = { ...NO_SUCH_CUSTOMER, detail: 'no \u001b[2Jcustomer' };
    const call = await callCli(['why', '9'], { answer: () => ({ status: 404, body }) });
    expect(call.err).not.toContain('\u001b');
  });
});

describe('what nobody foresaw', () => {
  it('is shown as a defect, with its trace only on request', async () => {
    const answer = () => Promise.reject(new Error('boom'));
    const plain = await callCli(['keys', 'list'], { answer });
    expect(plain.code).toBe(1);
    expect(plain.err).toContain('perennial: boom');
    expect(plain.err).toContain('PERENNIAL_DEBUG=1');
    expect(plain.err).not.toContain('callCli');
    const traced = await callCli(['keys', 'list'], { answer, environment: { PERENNIAL_DEBUG: '1' } });
    expect(traced.err).toContain('runCli.test.ts');
  });

  it('keeps the code and the remedy of an error that has them', async () => {
    const error = Object.assign(new Error('the folder cannot be written'), {
      code: 'folder-not-writable',
      remedy: 'give another with --data',
    });
    const call = await callCli(['keys', 'list', '--json'], { answer: () => Promise.reject(error) });
    expect(JSON.parse(call.out)).toMatchObject({
      code: 'folder-not-writable',
      remedy: 'give another with --data',
    });
  });

  it('is said when an answer has another form', async () => {
    const call = await callCli(['ledger', 'check'], { answer: () => ok({ balanced: 'yes' }) });
    expect(call.code).toBe(1);
    expect(call.err).toContain('not in the expected form: balanced');
  });
});

describe('--json', () => {
  it.each([
    [['--version', '--json'], 0, { version: '1.2.3' }],
    [['--json', 'nonsense'], 2, { code: 'misuse', status: 400, detail: 'There is no command "nonsense".' }],
    [['--json'], 2, { code: 'misuse', detail: 'A command is missing.' }],
    [['evaluate', '--json'], 2, { code: 'misuse', field: '--at' }],
  ])('%j prints one document', async (argv, code, document) => {
    const call = await callCli(argv);
    expect(call.code).toBe(code);
    expect(JSON.parse(call.out)).toMatchObject(document);
  });

  it('behind -- is a word like any other', async () => {
    const call = await callCli(['nonsense', '--', '--json']);
    expect(call.out).toBe('');
    expect(call.code).toBe(2);
  });

  it('keeps notices on standard error', async () => {
    const call = await callCli(['keys', 'list', '--json'], {
      answer: () => ok([]),
      notices: [{ kind: 'stale-lock', pid: 7, why: 'dead' }],
    });
    expect(JSON.parse(call.out)).toEqual([]);
    expect(call.err).toBe(
      'The lock file names process 7, which is gone; it is ignored and the data folder is opened here.\n',
    );
  });

  it('carries texts as they are', async () => {
    const keys = [{ name: 'a\u001b[1m\u202e', kind: 'write', writeKey: 'k' }];
    const call = await callCli(['keys', 'list', '--json'], { answer: () => ok(keys) });
    expect(JSON.parse(call.out)).toEqual(keys);
  });
});

describe('a reader that goes away', () => {
  it('ends the call quietly', async () => {
    const call = await callCli(['keys', 'list'], { answer: () => ok([]), outputEndsAfter: 0, tty: false });
    expect(call.code).toBe(0);
    const pages = () => ok({ items: [{ id: '1' }], next: 'more', total: 9 });
    let asked = 0;
    const exported = await callCli(['customers', 'export'], {
      answer: () => {
        asked += 1;
        return ok({ ...(pages().body as object), next: `more-${asked}` });
      },
      outputEndsAfter: 300,
    });
    expect(exported.code).toBe(0);
    expect(exported.err).toBe('');
    expect(exported.closed).toBe(true);
  });
});

describe('languages', () => {
  it.each([
    [['--lang', 'zh-CN'], {}, '没有密钥。'],
    [['--lang=zh-CN'], {}, '没有密钥。'],
    [[], { LANG: 'zh_CN.UTF-8' }, '没有密钥。'],
    [['--lang', 'en'], { LANG: 'zh_CN.UTF-8' }, 'There are no keys.'],
  ])('%j with %j', async (options, environment, sentence) => {
    const call = await callCli(['keys', 'list', ...options], { answer: () => ok([]), environment });
    expect(call.err).toBe(`${sentence}\n`);
  });

  it('labels misuse in the language asked for', async () => {
    const call = await callCli(['nonsense', '--lang', 'zh-CN']);
    expect(call.err).toContain('解决办法:');
  });
});

describe('without a command', () => {
  it('shows help and exits 2, since nothing was done', async () => {
    const call = await callCli([]);
    expect(call.code).toBe(2);
    expect(call.out).toBe('');
    expect(call.err).toContain('Usage: perennial COMMAND');
  });

  it('shows help on standard output when asked', async () => {
    const call = await callCli(['--help']);
    expect(call.code).toBe(0);
    expect(call.out).toContain('Usage: perennial COMMAND');
    expect(call.err).toBe('');
  });
});
