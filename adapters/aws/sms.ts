/**
 * SMS through AWS End User Messaging: one attempt, as with email. The decision's id travels in the message's context and comes
 * back with the delivery events of the configuration set.
 *
 * | AWS answers | reply |
 * |---|---|
 * | a message id | accepted |
 * | throttled; a spend limit or daily limit reached | refused; again after 1 s; after 15 minutes |
 * | no permission, account disabled, origination identity missing or not active | refused; again after 15 minutes |
 * | opted out there, blocked, not verified, invalid and other 4xx | refused, for good |
 * | no name, connection, certificate or credentials | refused; again after a minute |
 * | 5xx, a lost or unreadable reply, a timeout | ambiguous |
 */
import {
  type MessageType,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { MessageClass } from '../../core/message/messageClass.ts';
import type { MessageProvider, ProviderReply, TemplatedMessage } from '../../core/ports.ts';
import {
  type AwsCallOptions,
  onceClientConfig,
  type PauseOf,
  QUOTA_PAUSE_MS,
  replyOf,
  SETUP_PAUSE_MS,
} from './awsCall.ts';
import { decisionTag, SMS_CONTEXT } from './decisionTag.ts';
import { type Compose, composeAndSend } from './ses.ts';

export interface SmsOptions extends AwsCallOptions {
  /** The text of a message; how China's 【signature】 stands in it is its template's affair. */
  readonly compose: Compose<{ readonly text: string }>;
  /** Phone number, pool or sender id a message comes from, by its id or ARN; null leaves the choice to AWS. */
  readonly originOf: (message: TemplatedMessage) => string | null;
  readonly configurationSet: string | null;
}

const MESSAGE_TYPE: Readonly<Record<MessageClass, MessageType>> = {
  transactional: 'TRANSACTIONAL',
  service: 'TRANSACTIONAL',
  care: 'PROMOTIONAL',
  survey: 'PROMOTIONAL',
  promotional: 'PROMOTIONAL',
};

const SETUP_REASONS = new Set([
  'NO_ORIGINATION_IDENTITIES_FOUND',
  'NUMBER_CAPABILITIES_MISMATCH',
  'MESSAGE_TYPE_MISMATCH',
  'RESOURCE_NOT_ACTIVE',
]);

const pauseOf: PauseOf = ({ code, reason }) => {
  if (code === 'ServiceQuotaExceeded') return QUOTA_PAUSE_MS;
  return code === 'ResourceNotFound' || SETUP_REASONS.has(reason) ? SETUP_PAUSE_MS : null;
};

const INDIA = '+91';
/** Names under which a template says what it was registered as for India: the text, and the entity that sends it. */
const INDIA_TEMPLATE = 'in-template';
const INDIA_ENTITY = 'in-entity';

/** India takes an SMS under a sender id with what it was registered as; AWS knows no such parameters of other countries. */
function countryParameters({ to, approvedId = {} }: TemplatedMessage) {
  const template = approvedId[INDIA_TEMPLATE];
  const entity = approvedId[INDIA_ENTITY];
  if (!to.startsWith(INDIA) || (template === undefined && entity === undefined)) return {};
  return {
    DestinationCountryParameters: {
      ...(entity === undefined ? {} : { IN_ENTITY_ID: entity }),
      ...(template === undefined ? {} : { IN_TEMPLATE_ID: template }),
    },
  };
}

function requestOf(
  options: SmsOptions,
  message: TemplatedMessage,
  text: string,
): SendTextMessageCommandInput {
  const { configurationSet } = options;
  const origin = options.originOf(message);
  return {
    DestinationPhoneNumber: message.to,
    MessageBody: text,
    MessageType: MESSAGE_TYPE[message.class],
    Context: decisionTag(message.decisionId, SMS_CONTEXT),
    ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
    ...(origin === null ? {} : { OriginationIdentity: origin }),
    ...countryParameters(message),
  };
}

function sendOnce(
  client: PinpointSMSVoiceV2Client,
  request: SendTextMessageCommandInput,
): Promise<ProviderReply> {
  return replyOf(() => client.send(new SendTextMessageCommand(request)), pauseOf);
}

export interface SmsProvider extends MessageProvider {
  readonly close: () => void;
}

/** Sends SMS, and nothing else. */
export function smsProvider(options: SmsOptions): SmsProvider {
  const client = new PinpointSMSVoiceV2Client(onceClientConfig(options));
  return {
    send: async (message) => {
      if (message.channel !== 'sms')
        return { kind: 'refused', reason: `no ${message.channel} goes out as SMS`, retryAfterMs: null };
      return composeAndSend(options.compose, message, ({ text }) =>
        sendOnce(client, requestOf(options, message, text)),
      );
    },
    close: () => client.destroy(),
  };
}
