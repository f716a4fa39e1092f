/** Makes a call of the command line as a shell would, with an API of the test's making and outputs that are kept. */
import { runCli } from '../../../cli/runCli.ts';
import type { ExitCode } from '../../../cli/args/spec.ts';
import { ClosedPipe, type Output, type Surroundings } from '../../../cli/surroundings.ts';
import type { Destination, Notice, Transport } from '../../../cli/transport.ts';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';

export type Answer = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

export interface Call {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly requests: readonly ApiRequest[];
  /** Where the call wanted to go; null when it asked nothing. */
  readonly destination: Destination | null;
  readonly closed: boolean;
}

export interface Setting {
  readonly answer?: Answer;
  readonly environment?: Record<string, string>;
  readonly workingDir?: string;
  readonly tty?: boolean;
  readonly columns?: number;
  readonly notices?: readonly Notice[];
  /** Characters the reader of standard output takes before it goes away. */
  readonly outputEndsAfter?: number;
  readonly surroundings?: Partial<Surroundings>;
}

export function ok(body: unknown): ApiResponse {
  return { status: 200, body };
}

class Kept implements Output {
  text = '';
  readonly isTty: boolean;
  readonly columns: number;
  private readonly endsAfter: number;
  constructor(isTty: boolean, columns: number, endsAfter: number) {
    this.isTty = isTty;
    this.columns = columns;
    this.endsAfter = endsAfter;
  }
  write(text: string): Promise<void> {
    if (this.text.length >= this.endsAfter) return Promise.reject(new ClosedPipe());
    this.text += text;
    return Promise.resolve();
  }
}

function never(what: string) {
  return () => Promise.reject(new Error(`${what} was not expected`));
}

export async function callCli(argv: readonly string[], setting: Setting = {}): Promise<Call> {
  const { answer = never('a request'), tty = false, columns = 80 } = setting;
  const stdout = new Kept(tty, columns, setting.outputEndsAfter ?? Number.POSITIVE_INFINITY);
  const stderr = new Kept(tty, columns, Number.POSITIVE_INFINITY);
  const requests: ApiRequest[] = [];
  let destination: Destination | null = null;
  let closed = false;
  const connect: Surroundings['connect'] = (to, notify) => {
    destination = to;
    setting.notices?.forEach(notify);
    const transport: Transport = {
      request: async (request) => {
        requests.push(request);
        return answer(request);
      },
      close: () => {
        closed = true;
        return Promise.resolve();
      },
    };
    return Promise.resolve(transport);
  };
  const code = await runCli(argv, {
    environment: setting.environment ?? {},
    workingDir: setting.workingDir ?? '/shop',
    version: '1.2.3',
    stdout,
    stderr,
    askPerson: null,
    connect,
    serve: never('serve'),
    runDemo: never('demo'),
    stopRequested: () => Promise.resolve(),
    ...setting.surroundings,
  });
  return { code, out: stdout.text, err: stderr.text, requests, destination, closed };
}
