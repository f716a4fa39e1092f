/** Posts track calls over keep-alive connections, each connection one request after the other, and times every one. */
import { Agent, request } from 'node:http';

export interface TrackLoad {
  readonly url: string;
  readonly writeKey: string;
  readonly connections: number;
  readonly events: number;
  /** The n-th body. */
  readonly bodyOf: (place: number) => string;
}

export interface LoadResult {
  /** Requests answered 200. */
  readonly accepted: number;
  readonly seconds: number;
  /** Milliseconds from asking to the end of the answer, ascending. */
  readonly latenciesMs: Float64Array;
}

interface Connection {
  readonly agent: Agent;
  readonly port: number;
  readonly authorization: string;
}

function post({ agent, port, authorization }: Connection, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sending = request(
      { agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/track', headers },
      (response) => {
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** Sends all of them; the clock runs from the first to the last answer. */
export async function runTrackLoad(load: TrackLoad): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const port = Number(new URL(load.url).port);
  const authorization = `Basic ${Buffer.from(`${load.writeKey}:`).toString('base64')}`;
  const latenciesMs = new Float64Array(load.events);
  let next = 0;
  let accepted = 0;
  const started = performance.now();
  const oneConnection = async (): Promise<void> => {
    while (next < load.events) {
      const place = next;
      next += 1;
      const asked = performance.now();
      const status = await post({ agent, port, authorization }, load.bodyOf(place));
      latenciesMs[place] = performance.now() - asked;
      if (status === 200) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, oneConnection));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { accepted, seconds, latenciesMs: latenciesMs.sort() };
}
