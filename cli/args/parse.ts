/**
 * From `argv` to a command and its arguments. Options may stand anywhere, before or behind the command's words; `--` ends
 * them. What is unknown, missing or malformed is a `Failure` of code `misuse` that names it, the nearest right word and
 * where help is found.
 */
import { misuse } from '../failure.ts';
import { Arguments } from './arguments.ts';
import { findCommand, unknownCommand } from './findCommand.ts';
import { seeHelp } from './hints.ts';
import { readOptions, tokenise } from './readOptions.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

export interface CommandLine {
  readonly commands: readonly CommandSpec[];
  /** Options of every command. */
  readonly globals: readonly OptionSpec[];
}

export type Parsed =
  | { readonly kind: 'run'; readonly command: CommandSpec; readonly args: Arguments }
  | { readonly kind: 'help'; readonly words: readonly string[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'nothing' };

function checkOperands(command: CommandSpec, given: readonly string[]): void {
  const remedy = seeHelp(command);
  const missing = command.operands[given.length];
  if (missing !== undefined && missing.optional !== true)
    throw misuse(`"${command.name}" needs ${missing.name}.`, { field: missing.name, remedy });
  const extra = given[command.operands.length];
  if (extra !== undefined && command.operands.at(-1)?.many !== true)
    throw misuse(`"${command.name}" does not take "${extra}".`, { field: extra, remedy });
  if (given.includes('')) throw misuse(`An operand of "${command.name}" is empty.`, { remedy });
}

function checkRequired(command: CommandSpec, values: ReadonlyMap<string, string>): void {
  for (const { name, value = '', required } of command.options) {
    if (required !== true || values.has(name)) continue;
    throw misuse(`"${command.name}" needs --${name} ${value}.`, {
      field: `--${name}`,
      remedy: seeHelp(command),
    });
  }
}

/** Options of a command and those of every command; its own come first and may take a global one's name. */
function optionsOf(command: CommandSpec, globals: readonly OptionSpec[]): readonly OptionSpec[] {
  const own = new Set(command.options.map((option) => option.name));
  return [...command.options, ...globals.filter((option) => !own.has(option.name))];
}

/** Reads `argv` (without node and script). Throws `Failure` of code `misuse`. */
export function parse(argv: readonly string[], { commands, globals }: CommandLine): Parsed {
  const known = new Set(globals.map((option) => option.name));
  const others = commands.flatMap((command) => command.options).filter((option) => !known.has(option.name));
  const everyOption = [...globals, ...others];
  const first = tokenise(argv, everyOption);
  if (first.words[0] === 'help') return { kind: 'help', words: first.words.slice(1) };
  if (first.options.some((option) => option.name === 'help')) return { kind: 'help', words: first.words };
  const command = findCommand(first.words, commands);
  const allowed = command === null ? everyOption : optionsOf(command, globals);
  const { words, options } = tokenise(argv, allowed);
  const { values, switches } = readOptions(options, allowed, command);
  if (switches.has('version')) return { kind: 'version' };
  if (words.length === 0) return { kind: 'nothing' };
  if (command === null) throw unknownCommand(words, commands);
  const operands = words.slice(command.name.split(' ').length);
  checkOperands(command, operands);
  checkRequired(command, values);
  return { kind: 'run', command, args: new Arguments(operands, values, switches) };
}
