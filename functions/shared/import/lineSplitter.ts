/**
 * Cuts text into lines ended by LF, CRLF or a lone CR, however the text arrives in pieces. A line longer than
 * `LONGEST_LINE` characters is cut off just beyond it, so that a file without line ends cannot fill memory; the reader of
 * lines refuses it by its length.
 */

/** Characters of the longest line that is a row. */
export const LONGEST_LINE = 262_144;

export interface LineSplitter {
  /** The lines that are complete with this piece. */
  push(text: string): string[];
  /** The last line where it ended without a line end. */
  end(): string[];
}

function withLineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  const unix = text.replaceAll('\r\n', '\n');
  return unix.includes('\r') ? unix.replaceAll('\r', '\n') : unix;
}

export function lineSplitter(): LineSplitter {
  let rest = '';
  return {
    push(text) {
      const block = rest + text;
      // A carriage return at the very end may be half of a CRLF: it waits for what follows.
      const halfEnd = block.endsWith('\r') ? '\r' : '';
      const lines = withLineFeeds(halfEnd === '' ? block : block.slice(0, -1)).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1) + halfEnd;
      return lines;
    },
    end() {
      const lines = withLineFeeds(rest).split('\n');
      if (lines.at(-1) === '') lines.pop();
      return lines;
    },
  };
}
