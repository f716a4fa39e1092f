/**
 * What a server does after it listens and before it is ready: the demonstration shop where the folder has no data of its own,
 * the console where it is stale. Until both are there `/health` says what it is busy with.
 */
import type { LocalApi } from '../api/localApi.ts';
import type { ApiResponse } from '../api/types.ts';
import { buildConsole } from '../console/buildConsole.ts';
import { runJobInWorker } from '../jobs/runJobInWorker.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { DEMO_WORKSPACE, workspaceExists } from '../workspace/paths.ts';

export interface PreparationOptions {
  readonly api: LocalApi;
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** The project's folder and where the built console stands; null leaves it unbuilt. */
  readonly console: { readonly root: string; readonly outDir: string } | null;
  /** Called once the data is there. */
  readonly onReady: () => void;
}

function problem(status: number, code: string, title: string, detail: string, remedy: string): ApiResponse {
  return { status, body: { type: `urn:perennial:problem:${code}`, status, code, title, detail, remedy } };
}

export class Preparation {
  ready = false;
  consoleReady = false;
  private doing: string | null = 'starting';
  private failure: string | null = null;
  private readonly options: PreparationOptions;

  constructor(options: PreparationOptions) {
    this.options = options;
  }

  /** Settles when everything is there or has failed; never rejects. */
  async run(): Promise<void> {
    await Promise.all([this.keepingFailure(() => this.data()), this.keepingFailure(() => this.console())]);
  }

  /** Fields of `/health`. */
  health(): { ready: boolean; doing: string | null; failed: boolean } {
    return { ready: this.ready, doing: this.failure ?? this.doing, failed: this.failure !== null };
  }

  /** What a request is answered that came too early. */
  notYet(): ApiResponse {
    if (this.failure !== null) {
      const remedy = 'mend what it says and start the server again';
      return problem(500, 'cannot-prepare', 'The server cannot prepare', this.failure, remedy);
    }
    return problem(
      503,
      'preparing',
      'Not ready yet',
      `still preparing: ${this.doing ?? ''}`,
      'try again soon',
    );
  }

  private async keepingFailure(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      this.failure = failure instanceof Error ? failure.message : String(failure);
      this.options.log(`cannot prepare: ${this.failure}`);
    }
  }

  private async data(): Promise<void> {
    const { api, dataDir, log, onReady } = this.options;
    const name = api.current();
    if (!workspaceExists(dataDir, name)) await this.make(name);
    await api.workspace(api.current());
    this.ready = true;
    this.doing = null;
    log(`ready: workspace "${api.current()}"`);
    onReady();
  }

  /** Only the demonstration shop begins with data; a workspace that was asked for by name waits for its first events. */
  private async make(name: string): Promise<void> {
    if (name === DEMO_WORKSPACE) await this.demonstration(name);
    else await (await openWorkspace({ dataDir: this.options.dataDir, name, create: true })).close();
  }

  private async demonstration(workspace: string): Promise<void> {
    const { dataDir, log } = this.options;
    const what = 'making the demonstration shop';
    this.doing = what;
    log(`${what}: 2,000 customers, 18 months of orders, the last 30 days lived in virtual time`);
    const onProgress = ({ done }: { done: number }) => {
      this.doing = `${what}, ${Math.round(done * 100)} %`;
    };
    await runJobInWorker('seed-demo', { dataDir, workspace, body: null, onProgress });
  }

  private async console(): Promise<void> {
    if (this.options.console === null) return;
    const { built, seconds } = await buildConsole(this.options.console);
    this.consoleReady = true;
    if (built) this.options.log(`console built in ${seconds.toFixed(1)} s`);
  }
}
