/** Options of one call against those the command has: unknown ones, missing values and switches given one are misuse. */
import { parseArgs } from 'node:util';
import { misuse } from '../failure.ts';
import { checkValue } from './checkValue.ts';
import { didYouMean, seeHelp } from './hints.ts';
import { nearest } from '../../core/nearest.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const SHORT: Readonly<Record<string, string>> = { '-h': 'help', '-V': 'version' };

export interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

export interface Tokens {
  readonly words: readonly string[];
  readonly options: readonly OptionToken[];
}

/** Splits `argv` into words and options; `known` decides which options swallow the word behind them. */
export function tokenise(argv: readonly string[], known: readonly OptionSpec[]): Tokens {
  const types = known.map(({ name, value }) => [
    name,
    { type: value === undefined ? ('boolean' as const) : ('string' as const) },
  ]);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return {
    words: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    options: tokens.flatMap((token) =>
      token.kind === 'option' ? [{ ...token, name: SHORT[token.rawName] ?? token.name }] : [],
    ),
  };
}

function optionOf(token: OptionToken, allowed: readonly OptionSpec[], command: CommandSpec | null) {
  const option = allowed.find((one) => one.name === token.name);
  if (option !== undefined) return option;
  const names = allowed.map((one) => one.name);
  const meant = nearest(token.name, names);
  throw misuse(`There is no option ${token.rawName}${command === null ? '' : ` of "${command.name}"`}.`, {
    field: token.rawName,
    remedy: didYouMean(meant === null ? null : `--${meant}`, command),
  });
}

function valueOf(
  token: OptionToken,
  option: OptionSpec,
  allowed: readonly OptionSpec[],
  command: CommandSpec | null,
) {
  const field = `--${option.name}`;
  const swallowed = token.inlineValue === false && allowed.some((one) => token.value === `--${one.name}`);
  if (token.value === undefined || swallowed)
    throw misuse(`${field} needs a value: ${field} ${option.value ?? ''}.`, {
      field,
      remedy: seeHelp(command),
    });
  const wrong = checkValue(option, token.value);
  if (wrong !== null) throw wrong;
  return token.value;
}

/** Values and switches by name; of an option given twice the last counts, unless it repeats. Throws `Failure` of code `misuse`. */
export function readOptions(
  tokens: readonly OptionToken[],
  allowed: readonly OptionSpec[],
  command: CommandSpec | null,
) {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  for (const token of tokens) {
    const option = optionOf(token, allowed, command);
    const field = `--${option.name}`;
    if (option.value !== undefined) {
      const value = valueOf(token, option, allowed, command);
      const before = option.repeats === true ? values.get(option.name) : undefined;
      values.set(option.name, before === undefined ? value : `${before},${value}`);
    } else if (token.value === undefined) switches.add(option.name);
    else throw misuse(`${field} takes no value.`, { field, remedy: seeHelp(command) });
  }
  return { values, switches };
}
