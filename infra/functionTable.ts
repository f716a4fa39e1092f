/** The table of functions as the stacks read it: every definition under its name, with nothing known of it but its type. */
import type { FunctionDefinition, Trigger } from '../workflows/functionDefinition.ts';
import { FUNCTIONS as TABLE, type FunctionName } from '../workflows/functions.ts';

export type { FunctionName } from '../workflows/functions.ts';

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionDefinition>> = TABLE;

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(TABLE, name);
}

export function functionNames(): FunctionName[] {
  return Object.keys(TABLE).filter(isFunctionName);
}

export interface Triggered<Kind extends Trigger['kind']> {
  readonly name: FunctionName;
  readonly trigger: Extract<Trigger, { readonly kind: Kind }>;
}

function isOf<Kind extends Trigger['kind']>(
  kind: Kind,
  trigger: Trigger,
): trigger is Extract<Trigger, { readonly kind: Kind }> {
  return trigger.kind === kind;
}

/** Those that are started in one way. */
export function triggeredBy<Kind extends Trigger['kind']>(kind: Kind): Triggered<Kind>[] {
  return functionNames().flatMap((name) => {
    const { trigger } = FUNCTIONS[name];
    return isOf(kind, trigger) ? [{ name, trigger }] : [];
  });
}

/** `journeyWavePlan` as `journey-wave-plan`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
