import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { onDeployment } from '../../../functions/shared/onDeployment.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function cloudFormation(status = 200): Promise<{ url: string; answers: Record<string, unknown>[] }> {
  const answers: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      answers.push({ method: request.method, type: request.headers['content-type'], ...JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/answer`, answers };
}

function requestOf(type: 'Create' | 'Update' | 'Delete', url: string) {
  return {
    RequestType: type,
    ResponseURL: url,
    StackId: 'stack',
    RequestId: 'r1',
    LogicalResourceId: 'Publish',
    ...(type === 'Create' ? {} : { PhysicalResourceId: 'kept' }),
    ResourceProperties: { publish: 'shipped' },
  };
}

const handled: unknown[] = [];
const handler = async (event: unknown) => {
  handled.push(event);
  return 'handled';
};

describe('a function CloudFormation calls', () => {
  it.each(['Create', 'Update'] as const)('runs on %s and says that it went well', async (type) => {
    const { url, answers } = await cloudFormation();
    const ran: unknown[] = [];
    await onDeployment(handler, async (properties) => ran.push(properties))(requestOf(type, url));
    expect(ran).toEqual([{ publish: 'shipped' }]);
    expect(answers).toEqual([
      expect.objectContaining({
        method: 'PUT',
        Status: 'SUCCESS',
        StackId: 'stack',
        RequestId: 'r1',
        LogicalResourceId: 'Publish',
        PhysicalResourceId: type === 'Create' ? 'Publish' : 'kept',
      }),
    ]);
  });

  it('says what failed, in at most a thousand characters', async () => {
    const { url, answers } = await cloudFormation();
    const fails = async () => {
      throw new Error('x'.repeat(5_000));
    };
    await onDeployment(handler, fails)(requestOf('Create', url));
    expect(answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: 'x'.repeat(1_000) })]);
  });

  it('runs nothing on deletion, and lets it pass', async () => {
    const { url, answers } = await cloudFormation();
    const ran: unknown[] = [];
    await onDeployment(handler, async (properties) => ran.push(properties))(requestOf('Delete', url));
    expect(ran).toEqual([]);
    expect(answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'kept' })]);
  });

  it('fails where CloudFormation does not take the answer', async () => {
    const { url } = await cloudFormation(403);
    await expect(onDeployment(handler, async () => null)(requestOf('Create', url))).rejects.toThrow('403');
  });

  it('leaves every other event to the handler', async () => {
    const run = onDeployment(handler, async () => {
      throw new Error('not asked for');
    });
    await expect(run({ rawPath: '/v1/templates' })).resolves.toBe('handled');
    expect(handled).toEqual([{ rawPath: '/v1/templates' }]);
  });
});
