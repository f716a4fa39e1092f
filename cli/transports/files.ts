/**
 * Files of this machine on their way to a system elsewhere and back: put to a link it gave, fetched from one. The links are secrets
 * for an hour; nothing of them is shown.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { failed, misuse } from '../failure.ts';

const TRIES = 3;

async function sizeOf(file: string): Promise<number> {
  try {
    const { size } = await stat(file);
    return size;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw misuse(`${file} cannot be read (${reason}).`, { field: 'FILE' });
  }
}

function requestTo(url: URL): typeof requestHttp {
  return url.protocol === 'https:' ? requestHttps : requestHttp;
}

function statusOf(response: IncomingMessage): number {
  response.resume();
  return response.statusCode ?? 0;
}

async function putOnce(
  file: string,
  size: number,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const sending = requestTo(url)(url, {
    method: 'PUT',
    headers: { ...headers, 'content-length': size },
    agent: false,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sending.once('response', resolve);
    sending.once('error', reject);
  });
  const sent = pipeline(createReadStream(file), sending);
  const [response] = await Promise.all([answered, sent]);
  return statusOf(response);
}

/** Throws `Failure`: misuse for a file that cannot be read, `upload-failed`. */
export async function putFile(
  file: string,
  to: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Promise<void> {
  const size = await sizeOf(file);
  let why = '';
  for (let n = 0; n < TRIES; n += 1) {
    try {
      const status = await putOnce(file, size, new URL(to.url), to.headers);
      if (status >= 200 && status < 300) return;
      why = `answered ${status}`;
      if (status < 500 && status !== 429) break;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  throw failed('upload-failed', `${file} could not be put where the system reads it: ${why}.`, {
    remedy: 'Repeat the command; nothing was imported.',
  });
}

/** Throws `Failure` of code `download-failed`. */
export async function fetchFile(link: string, file: string): Promise<void> {
  const url = new URL(link);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      requestTo(url)(url, { agent: false }, resolve).once('error', reject).end();
    });
    if (response.statusCode !== 200) throw new Error(`answered ${statusOf(response)}`);
    await pipeline(response, createWriteStream(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failed('download-failed', `The rejected rows could not be written to ${file}: ${why}.`, {
      remedy:
        'The import itself is done. Repeat it for the rejected rows: what was taken is a duplicate then.',
    });
  }
}
