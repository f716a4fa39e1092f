/**
 * R11: effects per send whose reply is lost. The SES and SMS clients of the send path, and the SDK's as they come, call a local
 * server that makes the effect and then loses its reply in one of several ways. Ours make one effect and say
 * "ambiguous"; the SDK's own make three.
 */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { sesProvider } from '../../../adapters/aws/ses.ts';
import { smsProvider } from '../../../adapters/aws/sms.ts';
import type { ProviderReply, TemplatedMessage } from '../../../core/ports.ts';
import { customerId, decisionId } from '../../../core/ids.ts';

/** How a reply gets lost after the effect. */
const LOSSES: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'connection closed': (response) => response.destroy(),
  'connection reset': (response) => response.socket?.resetAndDestroy(),
  'reply cut off': (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('<SendRawEmailResponse>', () => response.destroy());
  },
  'reply unreadable': (response) => response.writeHead(200).end('<html>gateway</html>'),
  'no reply in time': () => undefined,
  'answer 500': (response) => response.writeHead(500).end(),
  'answer 503': (response) => response.writeHead(503).end(),
};
/** Ways in which the SDK, left alone, comes to an end by itself. */
const RETRIED_BY_THE_SDK = ['connection reset', 'answer 500'];

const TIMEOUT_MS = 250;

interface LosingServer {
  readonly endpoint: string;
  readonly effects: () => number;
  readonly close: () => Promise<void>;
}

/** Takes every request whole, counts it as one message sent, and loses the reply. */
async function losingServer(lose: (response: ServerResponse) => void): Promise<LosingServer> {
  let effects = 0;
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      effects += 1;
      lose(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    effects: () => effects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const RAW = Buffer.from('From: a@shop.example\r\nTo: b@shop.example\r\nSubject: x\r\n\r\nx\r\n');

function messageOf(channel: 'email' | 'sms', n: number): TemplatedMessage {
  return {
    decisionId: decisionId(`r11/${channel}/${n}`),
    customerId: customerId('c1'),
    journeyId: 'r11',
    journeyVersion: 1,
    nodeId: 'send',
    class: 'promotional',
    topic: 'newsletter',
    locale: 'en',
    mergeData: {},
    at: 0,
    channel,
    to: channel === 'email' ? 'b@shop.example' : '+15550100200',
    template: 'hello',
    templateVersion: 1,
  };
}

type Send = (n: number) => Promise<ProviderReply | null>;

interface Client {
  readonly name: string;
  readonly send: Send;
  readonly close: () => void;
}

/** The clients of the send path. */
function ourClients(endpoint: string): Client[] {
  const call = { endpoint, region: 'us-east-1', credentials: CREDENTIALS, requestTimeoutMs: TIMEOUT_MS };
  const ses = sesProvider({
    ...call,
    configurationSet: null,
    compose: async ({ to }) => ({ kind: 'composed', content: { from: 'a@shop.example', to, raw: RAW } }),
  });
  const sms = smsProvider({
    ...call,
    configurationSet: null,
    originOf: () => 'pool-1',
    compose: async () => ({ kind: 'composed', content: { text: 'Hello' } }),
  });
  return [
    { name: 'SES', send: (n) => ses.send(messageOf('email', n)), close: ses.close },
    { name: 'SMS', send: (n) => sms.send(messageOf('sms', n)), close: sms.close },
  ];
}

/** The same calls by the SDK's clients with nothing said about attempts. */
function sdkClients(endpoint: string): Client[] {
  const call = { endpoint, region: 'us-east-1', credentials: CREDENTIALS };
  const ses = new SESClient(call);
  const sms = new PinpointSMSVoiceV2Client(call);
  const failed = () => null;
  return [
    {
      name: 'SES',
      send: () => ses.send(new SendRawEmailCommand({ RawMessage: { Data: RAW } })).then(failed, failed),
      close: () => ses.destroy(),
    },
    {
      name: 'SMS',
      send: () =>
        sms
          .send(new SendTextMessageCommand({ DestinationPhoneNumber: '+15550100200', MessageBody: 'Hello' }))
          .then(failed, failed),
      close: () => sms.destroy(),
    },
  ];
}

export interface LostReplyEffects {
  readonly client: string;
  readonly loss: string;
  /** Effects of each send, least and most. */
  readonly least: number;
  readonly most: number;
  readonly sends: number;
  /** Sends that were not answered `ambiguous`; 0 of the SDK's own clients, which answer nothing. */
  readonly misread: number;
}

async function measure(
  loss: string,
  clientsOf: (endpoint: string) => Client[],
  sends: number,
): Promise<LostReplyEffects[]> {
  const lose = LOSSES[loss];
  if (lose === undefined) throw new Error(`there is no way to lose a reply called "${loss}"`);
  const server = await losingServer(lose);
  const clients = clientsOf(server.endpoint);
  const measured: LostReplyEffects[] = [];
  for (const client of clients) {
    const effects: number[] = [];
    let misread = 0;
    for (let n = 0; n < sends; n += 1) {
      const before = server.effects();
      const reply = await client.send(n);
      if (reply !== null && reply.kind !== 'ambiguous') misread += 1;
      effects.push(server.effects() - before);
    }
    const [least, most] = [Math.min(...effects), Math.max(...effects)];
    measured.push({ client: client.name, loss, least, most, sends, misread });
    client.close();
  }
  await server.close();
  return measured;
}

/** Effects per lost-reply send, of the send path's clients and of the SDK's as they come. */
export async function lostReplyEffects(
  sends: number,
): Promise<{ ours: LostReplyEffects[]; sdkDefault: LostReplyEffects[] }> {
  const ours: LostReplyEffects[] = [];
  for (const loss of Object.keys(LOSSES)) ours.push(...(await measure(loss, ourClients, sends)));
  const sdkDefault: LostReplyEffects[] = [];
  for (const loss of RETRIED_BY_THE_SDK) sdkDefault.push(...(await measure(loss, sdkClients, 1)));
  return { ours, sdkDefault };
}

function spanOf(of: readonly LostReplyEffects[]): string {
  const least = Math.min(...of.map((one) => one.least));
  const most = Math.max(...of.map((one) => one.most));
  return least === most ? String(most) : `${least} to ${most}`;
}

const QUICK_SENDS = 5;
const FULL_SENDS = 50;

export async function run({
  full,
}: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const { ours, sdkDefault } = await lostReplyEffects(full ? FULL_SENDS : QUICK_SENDS);
  const runs = ours.reduce((sum, { sends }) => sum + sends, 0);
  const pass = ours.every(({ least, most, misread }) => least === 1 && most === 1 && misread === 0);
  return { measured: `${spanOf(ours)} (SDK default: ${spanOf(sdkDefault)})`, runs, pass };
}
