/** A local server in AWS's stead: keeps what it was asked and answers what it is told to. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AwsCallOptions } from '../../../adapters/aws/awsCall.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AnsweringServer {
  readonly call: AwsCallOptions;
  /** Bodies of the requests, oldest first. */
  readonly asked: string[];
  answer: Answer;
  close(): Promise<void>;
}

export async function answeringServer(answer: Answer): Promise<AnsweringServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(Buffer.concat(chunks).toString());
      response.writeHead(self.answer.status, self.answer.headers ?? {}).end(self.answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const self: AnsweringServer = {
    call: {
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    asked,
    answer,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return self;
}
