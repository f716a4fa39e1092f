/** Requests and answers of the local API: HTTP without the wire. */

export interface JobProgress {
  readonly done: number;
  readonly what: string;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With each segment encoded already. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** By lower-case name; of what a client sends only `idempotency-key` and `if-match` are passed on. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}
