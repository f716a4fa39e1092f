import { describe, expect, it } from 'vitest';
import { helpOn } from '../../../cli/args/help.ts';
import { parse } from '../../../cli/args/parse.ts';
import { COMMANDS, GLOBAL_OPTIONS } from '../../../cli/commands.ts';

const LINE = { commands: COMMANDS, globals: GLOBAL_OPTIONS };

/** As a shell splits a line: what stands in quotes stays together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|\S)+/g)].map(([word]) => word.replaceAll(/['"]/g, ''));
}

describe('help', () => {
  it('shows a command with its operands, options and an example', () => {
    expect(helpOn(['why'], { ...LINE, globals: [{ name: 'json', help: 'Print JSON.' }] })).toBe(
      [
        'Usage: perennial why CUSTOMER [options]',
        '',
        'Say what was decided for a customer, when, and on what evidence; newest first.',
        '',
        'Options:',
        '  --journey ID   Only what this journey decided.',
        '  --campaign ID  Only what this campaign decided.',
        '',
        'Examples:',
        '  perennial why 00042 --journey win-back',
        '  perennial why 00042 --campaign spring',
        '',
        'Options of every command:',
        '  --json  Print JSON.',
      ].join('\n'),
    );
  });

  it('puts what is required into the usage', () => {
    expect(helpOn(['import', 'orders'], LINE).split('\n')[0]).toBe(
      'Usage: perennial import orders FILE --map MAP --currency CODE [options]',
    );
  });

  it('names every command in the overview, and those of a group in the group’s', () => {
    const all = helpOn([], LINE);
    for (const { name } of COMMANDS) expect(all).toContain(`  ${name}`);
    const group = helpOn(['journeys'], LINE);
    expect(group).toContain('journeys publish FILE…');
    expect(group).not.toContain('ledger');
  });

  it('refuses words that are no command', () => {
    expect(() => helpOn(['jurneys'], LINE)).toThrow('There is no command "jurneys".');
    expect(() => helpOn(['journeys', 'drop'], LINE)).toThrow('There is no command "journeys drop".');
  });

  it.each([[], ...COMMANDS.map(({ name }) => name.split(' '))])('fits 100 columns: %s %s', (...words) => {
    const own = words.filter((word) => word !== undefined);
    const examples = COMMANDS.flatMap((command) => command.examples);
    const lines = helpOn(own, LINE).split('\n');
    const tooLong = lines.filter((line) => line.length > 100 && !examples.includes(line.trim()));
    expect(tooLong).toEqual([]);
  });
});

describe('the table of commands', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s has examples that parse',
    (name, command) => {
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) {
        const [program, ...argv] = wordsOf(example);
        expect(program).toBe('perennial');
        const parsed = parse(argv, LINE);
        expect(parsed.kind === 'run' ? parsed.command.name : parsed.kind).toBe(name);
      }
    },
  );

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s can be loaded',
    async (_, command) => {
      const { run } = await command.load();
      expect(run).toBeTypeOf('function');
    },
  );

  it('uses an option’s name for one kind of option, but for --version of journeys show', () => {
    const kinds = new Map<string, Set<boolean>>();
    for (const { name, value } of [...GLOBAL_OPTIONS, ...COMMANDS.flatMap((command) => command.options)]) {
      kinds.set(name, (kinds.get(name) ?? new Set()).add(value === undefined));
    }
    const mixed = [...kinds].filter(([, seen]) => seen.size > 1).map(([name]) => name);
    expect(mixed).toEqual(['version']);
  });
});
