/** `--help`: made from the same specifications that parsing reads. English, at most 100 columns. */
import { findCommand, groupOf, unknownCommand } from './findCommand.ts';
import type { CommandLine } from './parse.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const COLUMNS = 100;
const GUTTER = 2;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Two columns; the right one wraps under itself. */
function twoColumns(rows: readonly (readonly [string, string])[]): string {
  const left = Math.max(...rows.map(([name]) => name.length)) + GUTTER;
  return rows
    .flatMap(([name, text]) =>
      wrap(text, COLUMNS - left - GUTTER).map((line, i) =>
        `${' '.repeat(GUTTER)}${(i === 0 ? name : '').padEnd(left)}${line}`.trimEnd(),
      ),
    )
    .join('\n');
}

function optionRow({ name, value, help, oneOf, list, required }: OptionSpec): readonly [string, string] {
  const choices = oneOf === undefined ? '' : ` ${list ? 'Any' : 'One'} of ${oneOf.join(', ')}.`;
  return [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    `${help}${choices}${required === true ? ' Required.' : ''}`,
  ];
}

function usageOf({ name, operands, options }: CommandSpec): string {
  const words = operands.map(({ name: operand, many, optional: mayMiss }) => {
    const shown = `${operand}${many === true ? '…' : ''}`;
    return mayMiss === true ? `[${shown}]` : shown;
  });
  const required = options.filter((option) => option.required === true);
  const optional = options.length > required.length ? ['[options]'] : [];
  return [
    `perennial ${name}`,
    ...words,
    ...required.map((one) => `--${one.name} ${one.value ?? ''}`),
    ...optional,
  ].join(' ');
}

function commandHelp(command: CommandSpec, globals: readonly OptionSpec[]): string {
  const options =
    command.options.length === 0 ? [] : ['Options:', twoColumns(command.options.map(optionRow)), ''];
  const own = new Set(command.options.map((option) => option.name));
  const shared = globals.filter((option) => !own.has(option.name));
  const notes = (command.notes ?? []).flatMap((note) => [...wrap(note, COLUMNS), '']);
  return [
    `Usage: ${usageOf(command)}`,
    '',
    ...wrap(command.summary, COLUMNS),
    '',
    ...options,
    ...notes,
    ...(command.list === undefined ? [] : [command.list.title, twoColumns(command.list.rows), '']),
    command.examples.length === 1 ? 'Example:' : 'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
    'Options of every command:',
    twoColumns(shared.map(optionRow)),
  ].join('\n');
}

function overview(commands: readonly CommandSpec[], globals: readonly OptionSpec[], intro: string): string {
  const rows = commands.map(
    (command) =>
      [
        [command.name, ...command.operands.map((one) => `${one.name}${one.many === true ? '…' : ''}`)].join(
          ' ',
        ),
        command.summary,
      ] as const,
  );
  return [
    intro,
    '',
    'Usage: perennial COMMAND [options]',
    '',
    'Commands:',
    twoColumns(rows),
    '',
    'Options of every command:',
    twoColumns(globals.map(optionRow)),
    '',
    'Exit: 0 done, 1 failed or a check did not hold, 2 misuse.',
    '`perennial COMMAND --help` shows its options and an example.',
  ].join('\n');
}

/** Help on the command or group the words name, or on all. Throws `Failure` of code `misuse` for a word nobody knows. */
export function helpOn(words: readonly string[], { commands, globals }: CommandLine): string {
  if (words.length === 0)
    return overview(
      commands,
      globals,
      'Customer-lifecycle marketing that runs in your own account, or whole on your laptop.',
    );
  const command = findCommand(words, commands);
  if (command !== null) return commandHelp(command, globals);
  const group = groupOf(words[0] ?? '', commands);
  if (group.length === 0 || words.length > 1) throw unknownCommand(words, commands);
  return overview(group, globals, `The commands of "${words[0]}".`);
}
