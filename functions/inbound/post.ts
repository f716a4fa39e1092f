/**
 * `POST /v1/inbound/sms` and `POST /v1/inbound/email`: what a shop's gateway or mail server forwards, with a write key. An SMS
 * is JSON, a mail is the raw message. Answered once everything is on disk; whoever is told to come again sends the same.
 */
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { Container } from '../shared/container.ts';
import { LARGEST_MAIL_BYTES, readMail } from './readMail.ts';
import { LARGEST_SMS_BYTES, readSms } from './readSms.ts';
import { takeInbound } from './takeInbound.ts';
import { UnreadableInbound } from './unreadable.ts';
import { WriteKeys } from '../tracking/writeKeys.ts';
import type { ProblemBody } from '../shared/problem.ts';

export const INBOUND_PATHS: Readonly<Record<string, ConsentChannel>> = {
  '/v1/inbound/sms': 'sms',
  '/v1/inbound/email': 'email',
};

export const LARGEST_INBOUND_BYTES: Readonly<Record<ConsentChannel, number>> = {
  sms: LARGEST_SMS_BYTES,
  email: LARGEST_MAIL_BYTES,
};

/** The channel of a path, its query left aside; null for a path of another API. */
export function inboundChannel(path: string): ConsentChannel | null {
  const query = path.indexOf('?');
  const bare = query < 0 ? path : path.slice(0, query);
  return Object.hasOwn(INBOUND_PATHS, bare) ? (INBOUND_PATHS[bare] ?? null) : null;
}

export interface InboundPost {
  readonly channel: ConsentChannel;
  readonly authorization: string | null;
  readonly body: Uint8Array;
}

export interface InboundAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

function problem(body: ProblemBody): InboundAnswer {
  return {
    status: body.status,
    body: JSON.stringify({ type: `urn:perennial:problem:${body.code}`, ...body }),
  };
}

const UNKNOWN_KEY = problem({
  status: 401,
  code: 'unknown-write-key',
  title: 'Refused',
  detail: 'the write key is none of this workspace',
  remedy: 'send it as the user of basic authorization; list the keys with: perennial keys list',
});

function tooLarge(channel: ConsentChannel, bytes: number): InboundAnswer {
  return problem({
    status: 413,
    code: 'inbound-too-large',
    title: 'The message is too large',
    detail: `it has ${bytes} bytes; ${LARGEST_INBOUND_BYTES[channel]} are the most`,
    remedy: 'forward it without its attachments',
  });
}

function unreadable({ message, code }: UnreadableInbound, channel: ConsentChannel): InboundAnswer {
  const remedy =
    channel === 'sms'
      ? 'send JSON: { "from": "+442079460018", "text": "STOP", "id": "its id at your gateway" }'
      : 'send the raw message, header and all, with content type message/rfc822';
  return problem({ status: 400, code, title: 'The message cannot be read', detail: message, remedy });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new UnreadableInbound('the body is not JSON');
  }
}

export class InboundPosts {
  private readonly container: Container;
  private readonly keys: WriteKeys;

  constructor(container: Container) {
    this.container = container;
    this.keys = new WriteKeys(container.store, container.now);
  }

  /** Never rejects. */
  async take({ channel, authorization, body }: InboundPost): Promise<InboundAnswer> {
    try {
      const key = authorization === null ? null : await this.keys.ofHeader(authorization);
      if (key === null) return UNKNOWN_KEY;
      if (body.byteLength > LARGEST_INBOUND_BYTES[channel]) return tooLarge(channel, body.byteLength);
      const at = this.container.now();
      const message =
        channel === 'sms'
          ? readSms(jsonOf(body), at)
          : await readMail(body, { id: null, at, returnPath: null, verdict: null });
      const outcome = await takeInbound(this.container, message);
      return { status: 200, body: JSON.stringify({ success: true, ...outcome }) };
    } catch (failure) {
      if (failure instanceof UnreadableInbound) return unreadable(failure, channel);
      const detail = failure instanceof Error ? failure.message : String(failure);
      const remedy = 'send the same again';
      return problem({ status: 503, code: 'cannot-write', title: 'Not now', detail, remedy });
    }
  }
}
