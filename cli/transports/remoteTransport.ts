/**
 * A system elsewhere, asked as the one on this machine is: files travel by links, long work is waited for, what is lost on the way
 * is sent again. A command cannot tell the difference.
 */
import { basename } from 'node:path';
import * as z from 'zod';
import type { ApiRequest, ApiResponse } from '../../local/api/types.ts';
import { failed } from '../failure.ts';
import type { Notice, Transport } from '../transport.ts';
import { fetchFile, putFile } from './files.ts';
import type { Endpoint } from './httpCall.ts';
import { httpTransport } from './httpTransport.ts';
import { isLoopback } from './isLoopback.ts';
import { PATIENCE, type Patience, retrying } from './retrying.ts';
import { PACE, type Pace, untilDone } from './untilDone.ts';

const importBody = z.looseObject({ file: z.string(), rejectFile: z.string().optional() });
const offer = z.object({ upload: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) });
const withRejects = z.looseObject({ rejectFile: z.string() });

type Ask = (request: ApiRequest) => Promise<ApiResponse>;

function codeIn({ body }: ApiResponse): unknown {
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
}

/** A system that takes no uploads reads files where it is: here, or nowhere. */
function asFileHere(base: URL, request: ApiRequest): ApiRequest {
  if (isLoopback(base)) return request;
  throw failed('not-here', `${base.origin} takes no files from elsewhere.`, {
    remedy: 'It is a Perennial on one machine: import there.',
  });
}

type Put =
  | { readonly kind: 'uploaded' | 'here'; readonly request: ApiRequest }
  | { readonly kind: 'refused'; readonly response: ApiResponse };

async function uploaded(ask: Ask, base: URL, request: ApiRequest): Promise<Put> {
  const { file, rejectFile: _rejectFile, ...options } = importBody.parse(request.body);
  const offered = await ask({ method: 'POST', path: '/v1/uploads' });
  if (codeIn(offered) === 'not-here') return { kind: 'here', request: asFileHere(base, request) };
  if (offered.status !== 200) return { kind: 'refused', response: offered };
  const { upload, ...to } = offer.parse(offered.body);
  await putFile(file, to);
  return { kind: 'uploaded', request: { ...request, body: { ...options, upload, name: basename(file) } } };
}

/** The rejected rows beside the file, as an import on this machine leaves them; the report names them there. */
async function withRejectsHere(
  request: ApiRequest,
  response: ApiResponse,
  rejectUrl: string | null,
): Promise<ApiResponse> {
  const report = withRejects.safeParse(response.body);
  if (rejectUrl === null || !report.success) return response;
  const { file, rejectFile = `${file}.rejects.ndjson` } = importBody.parse(request.body);
  await fetchFile(rejectUrl, rejectFile);
  return { ...response, body: { ...report.data, rejectFile } };
}

export interface RemoteOptions {
  readonly patience?: Patience;
  readonly pace?: Pace;
}

export function remoteTransport(
  endpoint: Endpoint,
  workspace: string | null,
  notify: (notice: Notice) => void,
  { patience = PATIENCE, pace = PACE }: RemoteOptions = {},
): Transport {
  const http = httpTransport(endpoint, workspace, notify);
  const ask: Ask = (request) => retrying((one) => http.request(one), request, patience);
  return {
    async request(request) {
      const isImport = request.method === 'POST' && request.path.startsWith('/v1/imports/');
      const put: Put = isImport ? await uploaded(ask, endpoint.base, request) : { kind: 'here', request };
      if (put.kind === 'refused') return put.response;
      const tell = (what: string) => request.onProgress?.({ done: 0, what });
      const { response, rejectUrl } = await untilDone(ask, await ask(put.request), tell, pace);
      return isImport ? withRejectsHere(request, response, rejectUrl) : response;
    },
    close: () => http.close(),
  };
}
