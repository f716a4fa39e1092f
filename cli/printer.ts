/**
 * Where words go. Results on standard output: lines for people, or one JSON document. Notes and progress on standard error,
 * so that a pipe carries results only. Progress is a single line that renews itself, and only where a terminal shows it.
 */
import type { Output, Surroundings } from './surroundings.ts';
import { cleanText } from './text/clean.ts';
import { type Paint, paintFor } from './text/colour.ts';
import { clip } from './text/width.ts';
import type { JobProgress } from '../local/api/types.ts';
import type { Language } from './words/language.ts';
import { share } from './text/format.ts';

const CLEAR_LINE = '\r\u001b[K';

export class Printer {
  readonly paint: Paint;
  private readonly out: Output;
  private readonly err: Output;
  private readonly language: Language;
  private progressShown = false;

  constructor({ stdout, stderr, environment }: Surroundings, language: Language) {
    this.out = stdout;
    this.err = stderr;
    this.language = language;
    this.paint = paintFor(stdout.isTty, environment);
  }

  /** Columns a drawing may take; a pipe is not a screen and gets them all. */
  get columns(): number {
    return this.out.isTty ? this.out.columns : Number.POSITIVE_INFINITY;
  }

  async lines(lines: readonly string[]): Promise<void> {
    await this.raw(lines.map((line) => `${line}\n`).join(''));
  }

  /** Exactly these characters on standard output. */
  async raw(text: string): Promise<void> {
    await this.endProgress();
    await this.out.write(text);
  }

  async document(value: unknown): Promise<void> {
    await this.raw(`${JSON.stringify(value, null, 2)}\n`);
  }

  async note(line: string): Promise<void> {
    await this.endProgress();
    await this.err.write(`${line}\n`);
  }

  readonly progress = ({ done, what }: JobProgress): void => {
    if (!this.err.isTty) return;
    this.progressShown = true;
    const part = done > 0 ? `${share(Math.min(1, done), this.language)} ` : '';
    const text = `${part}${cleanText(what)}`;
    void this.err.write(`${CLEAR_LINE}${clip(text, Math.max(10, this.err.columns - 1))}`);
  };

  private async endProgress(): Promise<void> {
    if (!this.progressShown) return;
    this.progressShown = false;
    await this.err.write(CLEAR_LINE);
  }
}
