/** The refused rows of a run as one file, by their lines: those the reading refused, and those a part did. */
import type { Blobs } from '../../core/blobs.ts';
import { keysUnder } from '../shared/import/runFiles.ts';

const LINE = /^\{"line":(\d+),/;

function lineOf(text: string): number {
  return Number(LINE.exec(text)?.[1] ?? 0);
}

/** Refused rows in the order of the imported file, each with its line end. */
export async function mergedRejects(blobs: Blobs, prefix: string): Promise<string> {
  const rows: { readonly line: number; readonly text: string }[] = [];
  for (const key of await keysUnder(blobs, prefix)) {
    const kept = await blobs.text(key);
    for (const text of kept?.text.split('\n') ?? []) if (text !== '') rows.push({ line: lineOf(text), text });
  }
  return rows
    .sort((a, b) => a.line - b.line)
    .map(({ text }) => `${text}\n`)
    .join('');
}
