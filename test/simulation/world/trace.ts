/** What a call was, in one line, for a person who reads how a world went wrong. */
import { touchedBy } from '../audit/touched.ts';
import { FAULT_WORDS } from './fault.ts';
import type { Done } from './scheduler.ts';

const WORDS = 60;

function resultText(result: unknown): string {
  if (result instanceof Error) return `threw ${result.message.slice(0, WORDS)}`;
  if (typeof result === 'string' || typeof result === 'number') return String(result).slice(0, WORDS);
  if (Array.isArray(result)) return `${result.length} records`;
  if (typeof result === 'object' && result !== null && 'kind' in result) return String(result.kind);
  return result === null ? 'nothing' : '';
}

export function traceLine(now: number, { call, fault, took, result }: Done): string {
  const { customers, decisions, contacts } = touchedBy(call.args);
  const about = [...decisions, ...customers, ...contacts].slice(0, 4).join(' ');
  const struck = fault === null ? '' : `  ${fault}: ${FAULT_WORDS[fault]}`;
  const clock = new Date(now).toISOString().slice(5, 16).replace('T', ' ');
  return `${clock}  ${call.actor.name.padEnd(10)} ${call.site.operation.padEnd(14)} ${about}  ${
    took ? resultText(result) : ''
  }${struck}`.trimEnd();
}
