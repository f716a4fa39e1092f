/**
 * How a command reaches Perennial. Three roads, one shape: a deployed system over HTTPS, the server on this machine that
 * holds the data folder, or the folder itself opened in this process. Whichever it is, a command sends the same requests
 * and gets the same answers; a refusal is an answer, and only a lost connection throws.
 */

import type { ApiRequest, ApiResponse } from '../local/api/types.ts';

export interface Transport {
  /** Throws `Failure` of code `server-gone`, `unreachable` or `unreadable-answer`. */
  request(request: ApiRequest): Promise<ApiResponse>;
  close(): Promise<void>;
}

/** What decides the road. */
export interface Destination {
  readonly dataDir: string;
  readonly workspace: string | null;
  readonly remote: string | null;
  readonly key: string | null;
  /** Whether a data folder may be brought into being. */
  readonly create: boolean;
}

/** What is said beside the answer: a stale lock, a server that is still preparing. */
export type Notice =
  | { readonly kind: 'stale-lock'; readonly pid: number; readonly why: 'dead' | 'silent' }
  | { readonly kind: 'preparing'; readonly doing: string | null };

export type Connect = (to: Destination, notify: (notice: Notice) => void) => Promise<Transport>;
