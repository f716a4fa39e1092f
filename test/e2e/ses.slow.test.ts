/** A workspace that sends in earnest, against a server in SES's stead that takes every message and loses some of its replies. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decisionOfTag } from '../../adapters/aws/decisionTag.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { fillPendingSends } from '../../bench/pendingSends.ts';
import { makeFolder } from '../../local/workspace/folder.ts';
import { openWorkspace, type Workspace } from '../../local/workspace/openWorkspace.ts';
import { workspaceFiles } from '../../local/workspace/paths.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { runWave } from '../../local/machines/runWave.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const MESSAGES = 1_000;
const LOST_EVERY = 10;

const SETTINGS = `
shop: { senderName: Kettle & Leaf, senderEmail: hello@kl.example, postalAddress: '218 Harbour Street' }
messages: { caps: [], quietHours: null }
pages: { url: 'https://mail.kl.example' }
delivery: { email: ses, region: eu-central-1, sesConfigurationSet: perennial }
`;

const answerOf = (action: string, result: string) =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result></${action}Response>`;

/** Bodies of the messages it took. */
async function standInForSes(taken: URLSearchParams[]): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = new URLSearchParams(Buffer.concat(chunks).toString());
      const quota = '<MaxSendRate>2000.0</MaxSendRate><Max24HourSend>50000.0</Max24HourSend>';
      if (asked.get('Action') === 'GetSendQuota') {
        response.end(answerOf('GetSendQuota', `${quota}<SentLast24Hours>0.0</SentLast24Hours>`));
        return;
      }
      taken.push(asked);
      if (taken.length % LOST_EVERY === 0) response.destroy();
      else response.end(answerOf('SendRawEmail', `<MessageId>ses-${taken.length}</MessageId>`));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function tagsOf(asked: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let n = 1; asked.has(`Tags.member.${n}.Name`); n += 1)
    tags[asked.get(`Tags.member.${n}.Name`) ?? ''] = asked.get(`Tags.member.${n}.Value`) ?? '';
  return tags;
}

describe('a workspace that sends by SES', () => {
  const folder = tempDir();
  const taken: URLSearchParams[] = [];
  let server: Server;
  let workspace: Workspace;

  beforeAll(async () => {
    server = await standInForSes(taken);
    const address = server.address();
    vi.stubEnv(
      'AWS_ENDPOINT_URL',
      `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    const dataDir = join(folder, 'data');
    makeFolder(workspaceFiles(dataDir, 'main').dir);
    writeFileSync(workspaceFiles(dataDir, 'main').settings, SETTINGS);
    // A clock that goes on: the provider's rate is counted by it.
    const began = performance.now();
    const now = () => NOW + Math.floor(performance.now() - began);
    workspace = await openWorkspace({ dataDir, name: 'main', create: true, now });
    await publishShippedTemplates(workspace.store, NOW);
    await fillPendingSends(workspace, MESSAGES, NOW);
    await runWave(workspace.container);
    await runWave(workspace.container);
  });
  afterAll(async () => {
    await workspace.close();
    server.closeAllConnections();
    server.close();
    vi.unstubAllEnvs();
  });

  it('hands every message over once, also where the reply is lost, and calls those unknown', async () => {
    const decisions = taken.map((asked) => decisionOfTag(tagsOf(asked)));
    expect(taken).toHaveLength(MESSAGES);
    expect(new Set(decisions).size).toBe(MESSAGES);
    const ledger = await recountLedger(workspace.store);
    expect(ledger).toMatchObject({ sent: MESSAGES * 0.9, unknown: MESSAGES * 0.1, pending: 0 });
    expect(await workspace.mailbox.count({})).toBe(0);
  });

  it('makes mails whose links work and which can be left by one click', async () => {
    const asked = taken[0];
    const raw = Buffer.from(asked?.get('RawMessage.Data') ?? '', 'base64');
    const mail = await new PostalMime().parse(raw);
    expect(mail.from).toEqual({ name: 'Kettle & Leaf', address: 'hello@kl.example' });
    expect(mail.to?.[0]).toMatchObject({ address: asked?.get('Destinations.member.1') });
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? '';
    const leave = header('list-unsubscribe');
    expect(leave).toMatch(/^<https:\/\/mail\.kl\.example\/p\/unsubscribe\/[\w-]+\.[\w-]+>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mail.html).toContain(leave.slice(1, -1));
    expect(mail.html).toContain('https://mail.kl.example/p/c/');
    expect(mail.html).toContain('https://mail.kl.example/p/o/');
    expect(mail.html).not.toContain('{{');
    expect(mail.text).toContain('218 Harbour Street');
  });
});
