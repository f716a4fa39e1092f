/** Lines of text that comes in pieces of bytes. */

/** Longer ones come in parts. */
const LONGEST_LINE_CHARS = 4_000_000;

export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun = '';
  for await (const chunk of chunks) {
    const lines = (begun + decoder.decode(chunk, { stream: true })).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
    if (begun.length < LONGEST_LINE_CHARS) continue;
    yield begun;
    begun = '';
  }
  begun += decoder.decode();
  if (begun !== '') yield begun;
}
