/** How large images on the web are, asked one after the other; no more of one is read than is needed to know that it is too large. */
import { LARGEST_IMAGE_BYTES } from '../core/message/templateImages.ts';

const PATIENCE_MS = 10_000;

export type ImageSize =
  | { readonly kind: 'known'; readonly bytes: number }
  | { readonly kind: 'unreachable'; readonly why: string };

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_IMAGE_BYTES) break;
  }
  return bytes;
}

/** The size told by the server, or else as far as it was read: more than `LARGEST_IMAGE_BYTES` is not counted out. */
export async function imageSize(address: string): Promise<ImageSize> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) {
      await answer.body?.cancel();
      return { kind: 'unreachable', why: `HTTP ${answer.status}` };
    }
    const told = Number(answer.headers.get('content-length') ?? 0);
    if (told > LARGEST_IMAGE_BYTES) {
      await answer.body?.cancel();
      return { kind: 'known', bytes: told };
    }
    return { kind: 'known', bytes: answer.body === null ? 0 : await bytesOf(answer.body) };
  } catch (failure) {
    const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
    return { kind: 'unreachable', why: cause instanceof Error ? cause.message : String(cause) };
  }
}
