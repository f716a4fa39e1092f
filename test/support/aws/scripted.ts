/**
 * Functions that answer by a script, the same on both runtimes: the first answer at the first call with an input, the last
 * again ever after. A script is plain data, so that a deployed function can follow it too; this file is deployed with it.
 */
import type { Json } from '../../../core/json.ts';

export type Answer = { readonly returns: Json } | { readonly throws: string; readonly message: string };

export interface FunctionScript {
  readonly always: readonly Answer[];
  /** Instead, where the JSON of the input contains a text. */
  readonly to?: readonly { readonly inputWith: string; readonly answers: readonly Answer[] }[];
}

/** By the function's name as the machine calls it. */
export type Script = Readonly<Record<string, FunctionScript>>;

export interface Call {
  readonly name: string;
  readonly input: Json;
}

/**
 * What `name` answers to `input` after `earlier` calls. Throws an error of the name the script says, without a stack: that would be
 * of the machine it ran on.
 */
export function answer(script: Script, { name, input }: Call, earlier: readonly Call[]): Json {
  const text = JSON.stringify(input);
  const { always = [], to = [] } = script[name] ?? {};
  const answers = to.find(({ inputWith }) => text.includes(inputWith))?.answers ?? always;
  const count = earlier.filter((call) => call.name === name && JSON.stringify(call.input) === text).length;
  const chosen = answers[Math.min(count, answers.length - 1)];
  if (chosen === undefined) throw new Error(`no answer of ${name}`);
  if ('returns' in chosen) return chosen.returns;
  throw Object.assign(new Error(chosen.message), { name: chosen.throws, stack: undefined });
}
