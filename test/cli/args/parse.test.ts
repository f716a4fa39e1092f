import { describe, expect, it } from 'vitest';
import { parse, type Parsed } from '../../../cli/args/parse.ts';
import { COMMANDS, GLOBAL_OPTIONS } from '../../../cli/commands.ts';
import { Failure } from '../../../cli/failure.ts';

const LINE = { commands: COMMANDS, globals: GLOBAL_OPTIONS };

function read(call: string): Parsed {
  return parse(call.split(' ').filter(Boolean), LINE);
}

function running(call: string) {
  const parsed = read(call);
  if (parsed.kind !== 'run') throw new Error(`"${call}" was read as ${parsed.kind}`);
  return { name: parsed.command.name, args: parsed.args };
}

function refusal(call: string) {
  try {
    read(call);
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error(`"${call}" was understood`);
}

describe('the command named', () => {
  it.each([
    ['serve', 'serve', []],
    ['start --port 4700', 'start', []],
    ['customers list', 'customers list', []],
    ['customers show 00042', 'customers show', ['00042']],
    ['--data /x customers show 00042', 'customers show', ['00042']],
    ['customers --json show 00042', 'customers show', ['00042']],
    ['journeys validate a.yaml b.yaml c.yaml', 'journeys validate', ['a.yaml', 'b.yaml', 'c.yaml']],
    ['why -- -7', 'why', ['-7']],
    ['why 7 --journey win-back', 'why', ['7']],
  ])('%s', (call, name, operands) => {
    const { name: found, args } = running(call);
    expect([found, args.operands]).toEqual([name, operands]);
  });
});

describe('the options given', () => {
  it('reads values behind the name or joined to it, wherever they stand', () => {
    const { args } = running('--data=/x evaluate --model mbg-nbd --json --at=1998-07-01');
    expect(args.text('data')).toBe('/x');
    expect(args.required('at')).toBe('1998-07-01');
    expect(args.text('model')).toBe('mbg-nbd');
    expect(args.flag('json')).toBe(true);
    expect(args.flag('version')).toBe(false);
  });

  it('takes a list of channels, and names the one that is none', () => {
    const simulate = 'simulate --from 1998-01-01 --to 1998-02-01 --out r --assume-reachable';
    expect(running(`${simulate} email,sms`).args.list('assume-reachable')).toEqual(['email', 'sms']);
    expect(running(`${simulate} sms`).args.list('assume-reachable')).toEqual(['sms']);
    expect(refusal(`${simulate} email,smss`).detail).toBe(
      '--assume-reachable takes email and sms, with a comma between, not "smss"; did you mean sms?.',
    );
  });

  it('takes a negative number as a value', () => {
    expect(running('simulate --from 1998-01-01 --to 1998-02-01 --out r --seed -5').args.whole('seed')).toBe(
      -5,
    );
  });

  it('takes the last of an option given twice', () => {
    expect(running('customers list --limit 5 --limit 7').args.whole('limit')).toBe(7);
  });

  it('splits a list at its commas and drops empty parts', () => {
    const { args } = running(
      'simulate --from 1998-01-01 --to 1998-02-01 --out r --assume-consent offers,,newsletter,',
    );
    expect(args.list('assume-consent')).toEqual(['offers', 'newsletter']);
  });

  it('gives --version to journeys show as a number, and to every other command as a question', () => {
    expect(running('journeys show win-back --version 2').args.text('version')).toBe('2');
    expect(read('--version')).toEqual({ kind: 'version' });
    expect(read('customers list --version')).toEqual({ kind: 'version' });
  });
});

describe('questions instead of commands', () => {
  it.each([
    ['--help', { kind: 'help', words: [] }],
    ['help', { kind: 'help', words: [] }],
    ['help customers list', { kind: 'help', words: ['customers', 'list'] }],
    ['evaluate --help', { kind: 'help', words: ['evaluate'] }],
    ['evaluate -h', { kind: 'help', words: ['evaluate'] }],
    ['-V', { kind: 'version' }],
    ['', { kind: 'nothing' }],
    ['--json', { kind: 'nothing' }],
  ])('%s', (call, parsed) => {
    expect(read(call)).toEqual(parsed);
  });
});

describe('misuse', () => {
  it.each([
    ['custmers list', 'There is no command "custmers".', '"customers list"'],
    ['custmers', 'There is no command "custmers".', '"customers"'],
    ['serv', 'There is no command "serv".', '"serve"'],
    ['customers lst', 'There is no command "customers lst".', '"customers list"'],
    ['journeys validat x', 'There is no command "journeys validat".', '"journeys validate"'],
    ['evaluate --att 1998-01-01', 'There is no option --att of "evaluate".', '--at'],
    ['customers list --stge decline', 'There is no option --stge of "customers list".', '--stage'],
    ['customers list --at 1998-01-01', 'There is no option --at of "customers list".', '--data'],
    ['--jsn customers list', 'There is no option --jsn of "customers list".', '--json'],
    ['customers list --stage declin', '--stage is one of', 'decline'],
  ])('%s names what was probably meant', (call, detail, meant) => {
    const problem = refusal(call);
    expect(problem.code).toBe('misuse');
    expect(problem.detail).toContain(detail);
    expect(`${problem.detail} ${problem.remedy ?? ''}`).toContain(meant);
  });

  it.each([
    ['xyzzy', 'There is no command "xyzzy".'],
    ['customers', '"customers" needs one of: list, show, export, relationship.'],
    ['customers show', '"customers show" needs CUSTOMER.'],
    ['customers show 1 2', '"customers show" does not take "2".'],
    ['journeys validate', '"journeys validate" needs FILE.'],
    ['evaluate', '"evaluate" needs --at DATE.'],
    ['evaluate --at', '--at needs a value: --at DATE.'],
    ['evaluate --at --json', '--at needs a value: --at DATE.'],
    ['evaluate --at 1998-02-30', '--at is a date such as 2026-03-05, not "1998-02-30".'],
    ['evaluate --at tomorrow', '--at is a date such as 2026-03-05, not "tomorrow".'],
    ['customers list --limit ten', '--limit is a whole number, not "ten".'],
    ['customers list --limit 1.5', '--limit is a whole number, not "1.5".'],
    ['serve --port 70000', '--port is a port from 0 to 65535, not "70000".'],
    ['customers list --json=yes', '--json takes no value.'],
    ['customers list --remote shop.example --key k', '--remote is an address such as'],
    ['customers list --remote file:///etc --key k', '--remote is an address such as'],
    ['customers list --lang fr', '--lang is one of en, zh-CN, not "fr".'],
    ['customers list --data=', '--data is empty.'],
    ['customers list -x', 'There is no option -x of "customers list".'],
    ['import orders f.csv --currency USD', '"import orders" needs --map MAP.'],
    ['import orders f.csv --map a=b', '"import orders" needs --currency CODE.'],
    ['simulate --from 1998-01-01 --to 1998-02-01', '"simulate" needs --out FILE.'],
  ])('%s: %s', (call, detail) => {
    const problem = refusal(call);
    expect(problem.code).toBe('misuse');
    expect(problem.detail).toContain(detail);
  });

  it('refuses an empty operand', () => {
    expect(() => parse(['why', ''], LINE)).toThrow('An operand of "why" is empty.');
  });
});
