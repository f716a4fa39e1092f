/** Reading and answering requests of the local server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { misuse, problemOf } from '../../functions/shared/problem.ts';

/** S11: a body larger than this is refused before it is read whole. */
const LARGEST_BODY_BYTES = 2 * 1024 * 1024;
/** What is still read of a refused body, and thrown away, so that its sender gets to hear the refusal. */
const MOST_DRAINED_BYTES = 8 * LARGEST_BODY_BYTES;
/** Of a whole document, such as a catalogue: as much as Lambda takes. */
export const LARGEST_DOCUMENT_BYTES = 6 * 1024 * 1024;

/** The body as text. Throws a `Problem` for one that is too large; what comes of it is still read, up to a bound. */
export function readBody(request: IncomingMessage, largestBytes = LARGEST_BODY_BYTES): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(misuse('body', `the body is larger than ${largestBytes} bytes`, 'send less at once'));
      if (size > MOST_DRAINED_BYTES) request.destroy();
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

/** Answers a document. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers a failure as problem+json. */
export function refuse(response: ServerResponse, failure: unknown): void {
  const problem = problemOf(failure);
  const body = { type: `urn:perennial:problem:${problem.code}`, ...problem };
  answer(response, problem.status, body, 'application/problem+json');
}
