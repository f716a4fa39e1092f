/** Requests and answers of the local API: HTTP without the wire. */

export interface JobProgress {
  readonly done: number;
  readonly what: string;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** With each segment encoded already. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}
