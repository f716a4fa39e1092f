/**
 * What was sent to the system and could not be applied, kept so that nothing is lost in silence: the message as it came, what
 * is wrong with it and how to mend it. The port it is kept through is here too.
 */
import type { Instant } from './time.ts';

export interface RejectedEvent {
  /** Name of the write key it came with. */
  readonly source: string;
  readonly receivedAt: Instant;
  /** The same for the same content: what is sent again is kept once. */
  readonly digest: string;
  /** Its place in the batch; 0 where it came alone. */
  readonly index: number;
  readonly messageId: string | null;
  readonly code: string;
  /** The field at fault, as a path within the message; empty where the message itself is. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
  /** True where only that field was left out and the rest of the event applied. */
  readonly applied: boolean;
  /** The message as it came: JSON text, or whatever text stood in its place. */
  readonly raw: string;
}

/** `seq` grows with each. */
export type KeptRejection = RejectedEvent & { readonly seq: number };

/** Rejected events are kept this long. */
export const REJECTED_KEPT_MS = 30 * 86_400_000;

export interface RejectStore {
  /** Atomic. Of one source, digest, code and field one is kept. Forgets what was received before `keepFrom`. */
  keepRejected(rejected: readonly RejectedEvent[], keepFrom: Instant): Promise<void>;
  /** Newest first; `before` is the `seq` of the last of the page before, null for the first page. */
  listRejected(query: { readonly before: number | null; readonly limit: number }): Promise<KeptRejection[]>;
  countRejected(): Promise<number>;
}
