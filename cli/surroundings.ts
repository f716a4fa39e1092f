/**
 * Everything a command touches outside of itself, handed in: streams, environment, the road to the API, and the two local
 * programs that are no requests (the server, the demonstration). Tests hand in others.
 */
import type { Connect } from './transport.ts';

export interface Output {
  readonly isTty: boolean;
  readonly columns: number;
  /** Resolves when the reader has taken it; rejects with `ClosedPipe` when the reader is gone. */
  write(text: string): Promise<void>;
}

/** The reader of standard output went away (`| head`): no failure, just nothing more to say. */
export class ClosedPipe extends Error {
  readonly code = 'closed-pipe';
  constructor() {
    super('nobody reads the output any more');
    this.name = 'ClosedPipe';
  }
}

export interface ServerHandle {
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly workspace: string | null;
  readonly log: (line: string) => void;
}

export interface DemoOptions {
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. Relative paths of the call start here. */
  readonly workingDir: string;
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Asks the person at the terminal; answers null where they went away. Null itself where nobody is there to ask. */
  readonly askPerson: ((question: string) => Promise<string | null>) | null;
  readonly connect: Connect;
  readonly serve: (options: ServeOptions) => Promise<ServerHandle>;
  readonly runDemo: (options: DemoOptions) => Promise<unknown>;
  /** Resolves when the process is asked to stop. */
  readonly stopRequested: () => Promise<void>;
}
