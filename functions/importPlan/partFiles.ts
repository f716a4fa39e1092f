/**
 * Rows on their way into parts: each part's rows are gathered and written as a piece when they are many enough, so that memory
 * stays bounded however large the file is. The same rows give the same pieces, so a plan that is made again writes over what was.
 */
import type { Blobs } from '../../core/blobs.ts';
import type { RunFiles } from '../shared/import/runFiles.ts';

/** Characters of one piece; of all parts together in memory, a piece a part at most. */
const PIECE_CHARS = 262_144;

class Gathered {
  pieces = 0;
  private lines: string[] = [];
  private chars = 0;
  private readonly keyOf: (piece: number) => string;
  private readonly blobs: Blobs;

  constructor(blobs: Blobs, keyOf: (piece: number) => string) {
    this.blobs = blobs;
    this.keyOf = keyOf;
  }

  /** True once there is enough to write. */
  add(line: string): boolean {
    this.lines.push(line);
    this.chars += line.length;
    return this.chars >= PIECE_CHARS;
  }

  async write(): Promise<void> {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    this.chars = 0;
    await this.blobs.write(this.keyOf(this.pieces), text);
    this.pieces += 1;
  }
}

/** Parts of rows by their group, and the refused rows. */
export class PartFiles {
  private readonly parts: readonly Gathered[];
  private readonly rejects: Gathered;

  constructor(blobs: Blobs, files: RunFiles, parts: number) {
    this.parts = Array.from(
      { length: parts },
      (_, part) => new Gathered(blobs, (piece) => files.pieceKey(part, piece)),
    );
    this.rejects = new Gathered(blobs, (piece) => files.rejectsPieceKey('plan', piece));
  }

  /** `item`: JSON of the row. */
  async take(group: number, item: string): Promise<void> {
    const part = this.parts[group % this.parts.length];
    if (part?.add(`{"group":${group},"item":${item}}\n`) === true) await part.write();
  }

  /** `line`: with its line end. */
  async refuse(line: string): Promise<void> {
    if (this.rejects.add(line)) await this.rejects.write();
  }

  /** Writes what is left. Pieces of each part, and of the refused rows. */
  async finish(): Promise<{ pieces: number[]; rejects: number }> {
    for (const part of [...this.parts, this.rejects]) await part.write();
    return { pieces: this.parts.map(({ pieces }) => pieces), rejects: this.rejects.pieces };
  }
}
