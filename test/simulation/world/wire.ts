/**
 * The provider at the end of a wire: a server on this machine that speaks to the real clients of SES and SMS, makes the message
 * leave, and then answers, refuses, throttles or loses its reply. Which of it happens follows from the seed.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { sesProvider } from '../../../adapters/aws/ses.ts';
import { smsProvider } from '../../../adapters/aws/sms.ts';
import type { OutboundMessage, ProviderReply, TemplatedMessage } from '../../../core/ports.ts';
import type { Dice } from './dice.ts';

/** What the world keeps of a message at the wire. */
export interface AtTheWire {
  /** It left; the provider's id of it. */
  readonly leave: () => string;
  /** The reply that says so is lost. */
  readonly lose: () => void;
}

export interface Wire {
  readonly carry: (message: TemplatedMessage, at: AtTheWire) => Promise<ProviderReply>;
  readonly close: () => Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const TIMEOUT_MS = 2_000;

interface Exchange extends AtTheWire {
  readonly channel: OutboundMessage['channel'];
}

function sesAnswer(messageId: string): string {
  return `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>${messageId}</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
}

function sesError(code: string): string {
  return `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
}

function accept({ channel, leave }: Exchange, response: ServerResponse): void {
  const messageId = leave();
  if (channel === 'email') response.writeHead(200, { 'content-type': 'text/xml' }).end(sesAnswer(messageId));
  else {
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    response.writeHead(200, type).end(JSON.stringify({ MessageId: messageId }));
  }
}

function refuse({ channel }: Exchange, response: ServerResponse): void {
  if (channel === 'email')
    response.writeHead(400, { 'content-type': 'text/xml' }).end(sesError('Throttling'));
  else {
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    response.writeHead(400, type).end(JSON.stringify({ __type: 'ThrottlingException', message: 'no' }));
  }
}

/** The message left, and whoever sent it hears nothing of use. */
function loseReply(exchange: Exchange, response: ServerResponse, { below }: Dice): void {
  exchange.leave();
  exchange.lose();
  switch (below(3)) {
    case 0:
      response.socket?.destroy();
      return;
    case 1:
      response.writeHead(500).end();
      return;
    default:
      response.writeHead(200, { 'content-length': '1000' });
      response.write('<Send', () => response.destroy());
  }
}

/** Opens the wire. Of the messages a fifth is answered otherwise than with a plain yes. */
export async function openWire(dice: Dice): Promise<Wire> {
  let exchange: Exchange | null = null;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const current = exchange;
      if (current === null) {
        response.writeHead(500).end();
        return;
      }
      const luck = dice.below(10);
      if (luck === 0) loseReply(current, response, dice);
      else if (luck === 1) refuse(current, response);
      else accept(current, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const call = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    requestTimeoutMs: TIMEOUT_MS,
  };
  const raw = Buffer.from('From: a@shop.example\r\nTo: b@shop.example\r\nSubject: x\r\n\r\nx\r\n');
  const ses = sesProvider({
    ...call,
    configurationSet: null,
    compose: async ({ to }) => ({ kind: 'composed', content: { from: 'a@shop.example', to, raw } }),
  });
  const sms = smsProvider({
    ...call,
    configurationSet: null,
    originOf: () => 'pool-1',
    compose: async () => ({ kind: 'composed', content: { text: 'Hello' } }),
  });
  return {
    carry: async (message, at) => {
      exchange = { ...at, channel: message.channel };
      try {
        return await (message.channel === 'email' ? ses : sms).send(message);
      } finally {
        exchange = null;
      }
    },
    close: async () => {
      ses.close();
      sms.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
