/**
 * The deployed API under an address of this machine. API Gateway gives an API a domain of its own, which no resolver knows here;
 * the front door passes every request on under that domain, with the headers API Gateway adds, and its answer back as it is.
 */
import { createServer, request, type Server } from 'node:http';

export interface FrontDoor {
  readonly url: string;
  /** The same place behind the door: for links of mails, which name the API's own domain. */
  readonly through: (link: string) => string;
  /** Requests passed on so far. */
  readonly requests: () => number;
  close(): Promise<void>;
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** `apiUrl`: the API's own address, as the stack tells it; `endpoint`: where the emulator listens. */
export function openFrontDoor(apiUrl: string, endpoint: string): Promise<FrontDoor> {
  const domain = new URL(apiUrl).host;
  const [apiId = ''] = domain.split('.');
  const { hostname, port } = new URL(endpoint);
  let requests = 0;
  const server = createServer((incoming, answer) => {
    requests += 1;
    const headers = {
      ...incoming.headers,
      host: domain,
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    };
    const path = `/_aws/execute-api/${apiId}${incoming.url}`;
    const onward = request({ hostname, port, path, method: incoming.method, headers }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    onward.on('error', () => {
      if (!answer.headersSent) answer.writeHead(502);
      answer.end();
    });
    incoming.pipe(onward);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${portOf(server)}`;
      const through = (link: string): string => {
        const { pathname, search } = new URL(link);
        return `${url}${pathname}${search}`;
      };
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.closeAllConnections();
          server.close(() => done());
        });
      resolve({ url, through, requests: () => requests, close });
    });
  });
}
