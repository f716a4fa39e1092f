/**
 * S4: what providers tell and what people answer comes in by our own roads only. On the templates that are deployed: every
 * stranger, every service on behalf of another account or of another of our resources, and plain HTTP, at the topics and queues
 * before the two consumers; and whether anything but those queues calls them. At the post for a shop's own gateway: keys that
 * nobody gave out, altered in one character or sent in another way; then each message a second time.
 * The calls that must pass are made too, so that the count is known to count.
 */
import { InboundPosts } from '../../../functions/inbound/post.ts';
import { aShop, anSms } from '../../functions/inbound/given.ts';
import { MAYA } from '../../support/builders.ts';
import { type Deployed, deployed } from '../../infra/support/deployed.ts';
import { type Call, mayCall } from '../../infra/support/mayCall.ts';
import { textOf } from '../../infra/support/policies.ts';

export interface Strangers {
  readonly tried: number;
  readonly accepted: readonly string[];
  /** Of those that must pass. */
  readonly refused: readonly string[];
}

const OUR_ACCOUNT = '<AWS::AccountId>';
const OTHER_ACCOUNT = '210987654321';
const HERE = `arn:<AWS::Partition>:%:eu-central-1:${OUR_ACCOUNT}:`;

function ours(service: string, resource: string): string {
  return `${HERE.replace('%', service)}${resource}`;
}

const SES_SET = ours('ses', 'configuration-set/teahouse-email');
const SMS_SET = ours('sms-voice', 'configuration-set/teahouse-sms');
const MAIL_RULE = ours('ses', 'receipt-rule-set/teahouse:receipt-rule/replies');
const SMS_NUMBER = ours('sms-voice', 'phone-number/phone-1');

interface Road {
  readonly topic: string;
  readonly queue: string;
  readonly publishers: readonly { readonly service: string; readonly arn: string }[];
}

function idOf(system: Deployed, type: string, name: string): string {
  const found = system.of(type).find(({ properties }) => {
    const named = properties[type === 'AWS::SNS::Topic' ? 'TopicName' : 'QueueName'];
    return named === name;
  });
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.id;
}

function roadsOf(system: Deployed): readonly Road[] {
  const road = (topic: string, queue: string, publishers: Road['publishers']): Road => ({
    topic: `<${idOf(system, 'AWS::SNS::Topic', topic)}>`,
    queue: `<Fn::GetAtt ${idOf(system, 'AWS::SQS::Queue', queue)}.Arn>`,
    publishers,
  });
  return [
    road('teahouse-provider-news', 'teahouse-provider-events', [
      { service: 'ses.amazonaws.com', arn: SES_SET },
      { service: 'sms-voice.amazonaws.com', arn: SMS_SET },
    ]),
    road('teahouse-answers', 'teahouse-inbound', [
      { service: 'ses.amazonaws.com', arn: MAIL_RULE },
      { service: 'sms-voice.amazonaws.com', arn: SMS_NUMBER },
    ]),
  ];
}

const SERVICES = ['ses', 'sms-voice', 'sns', 's3', 'events', 'lambda', 'cloudwatch', 'states'];

/** Contexts in which a service may call at the behest of somebody else. */
function contexts(arn: string): Call['context'][] {
  const theirs = arn.replace(OUR_ACCOUNT, OTHER_ACCOUNT);
  const another = arn.replace(/teahouse[\w-]*/, 'another');
  const secure = { 'aws:SecureTransport': 'true' };
  return [
    { ...secure, 'aws:SourceAccount': OTHER_ACCOUNT, 'aws:SourceArn': theirs },
    { ...secure, 'aws:SourceAccount': OTHER_ACCOUNT, 'aws:SourceArn': arn },
    { ...secure, 'aws:SourceAccount': OUR_ACCOUNT, 'aws:SourceArn': theirs },
    ...(another === arn ? [] : [{ ...secure, 'aws:SourceAccount': OUR_ACCOUNT, 'aws:SourceArn': another }]),
    secure,
    { 'aws:SecureTransport': 'false', 'aws:SourceAccount': OUR_ACCOUNT, 'aws:SourceArn': arn },
  ];
}

function strangersAt({ topic, queue, publishers }: Road): Call[] {
  const arns = publishers.map(({ arn }) => arn);
  const services = SERVICES.map((one) => ({ service: `${one}.amazonaws.com` }));
  const callers: Call['caller'][] = ['anybody', { account: OTHER_ACCOUNT }, ...services];
  const at = [
    { action: 'sns:Publish', resource: topic },
    { action: 'sqs:SendMessage', resource: queue },
  ];
  return callers.flatMap((caller) =>
    arns.flatMap((arn) => contexts(arn).flatMap((context) => at.map((one) => ({ ...one, caller, context })))),
  );
}

function rightful({ topic, queue, publishers }: Road): Call[] {
  const secure = { 'aws:SecureTransport': 'true' };
  const published = publishers.map(
    ({ service, arn }): Call => ({
      caller: { service },
      action: 'sns:Publish',
      resource: topic,
      context: { ...secure, 'aws:SourceAccount': OUR_ACCOUNT, 'aws:SourceArn': arn },
    }),
  );
  const passedOn: Call = {
    caller: { service: 'sns.amazonaws.com' },
    action: 'sqs:SendMessage',
    resource: queue,
    context: { ...secure, 'aws:SourceArn': topic },
  };
  return [...published, passedOn];
}

function told({ caller, action, context }: Call): string {
  return `${JSON.stringify(caller)} ${action} ${JSON.stringify(context)}`;
}

/** Calls of the account's own topics and queues. */
export function strangersOnOurRoads(): Strangers {
  const system = deployed();
  const roads = roadsOf(system);
  const tried = roads.flatMap(strangersAt);
  return {
    tried: tried.length,
    accepted: tried.filter((call) => mayCall(system, call)).map(told),
    refused: roads
      .flatMap(rightful)
      .filter((call) => !mayCall(system, call))
      .map(told),
  };
}

/** What calls the two consumers beside their queues; nothing. */
export function otherRoads(): readonly string[] {
  const system = deployed();
  const consumers = system
    .of('AWS::Lambda::Function')
    .filter(({ properties }) => /-(provider-events|inbound)$/.test(String(properties['FunctionName'])))
    .map(({ id }) => id);
  const queues = ['teahouse-provider-events', 'teahouse-inbound'].map((name) =>
    idOf(system, 'AWS::SQS::Queue', name),
  );
  const names = (value: unknown): boolean => consumers.some((id) => textOf(value).includes(id));
  const called = system
    .of('AWS::Lambda::Permission')
    .filter(({ properties }) => names(properties['FunctionName']));
  const fed = system
    .of('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => names(properties['FunctionName']))
    .filter(({ properties }) => !queues.some((id) => textOf(properties['EventSourceArn']).includes(id)));
  const subscribed = system
    .of('AWS::SNS::Subscription')
    .filter(({ properties }) => properties['Protocol'] !== 'sqs' && properties['Protocol'] !== 'email');
  if (consumers.length !== 2) throw new Error('the two consumers are not deployed');
  return [...called, ...fed, ...subscribed].map(({ id }) => id);
}

const KEY = 'wk_0123456789abcdef';
const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

function forgedHeaders(): (string | null)[] {
  const altered = KEY.split('').flatMap((letter, at) =>
    [1, 2, 4].map((bit) => {
      const other = String.fromCodePoint((letter.codePointAt(0) ?? 0) ^ bit);
      return basic(`${KEY.slice(0, at)}${other}${KEY.slice(at + 1)}`);
    }),
  );
  const cut = KEY.split('').map((_, at) => basic(KEY.slice(0, at)));
  return [
    null,
    '',
    'Basic',
    `Bearer ${KEY}`,
    KEY,
    basic(`${KEY} `),
    basic(KEY.toUpperCase()),
    ...altered,
    ...cut,
  ];
}

export interface Forged {
  readonly tried: number;
  readonly accepted: number;
  /** Facts a message left that came twice, beyond those of the first time. */
  readonly twice: number;
  readonly rightful: number;
}

/** Posts of a shop's gateway. */
export async function forgedPosts(): Promise<Forged> {
  const shop = await aShop();
  await shop.store.putValue('keys', JSON.stringify([{ name: 'gateway', kind: 'write', writeKey: KEY }]));
  const posts = new InboundPosts(shop.container);
  const post = (authorization: string | null, text: string) =>
    posts.take({ channel: 'sms', authorization, body: Buffer.from(JSON.stringify(anSms(text))) });
  const headers = forgedHeaders();
  let accepted = 0;
  for (const header of headers) if ((await post(header, 'STOP')).status < 400) accepted += 1;
  const factsOfMaya = async () => (await shop.store.factsOf(MAYA, 1_000)).length;
  let rightfully = 0;
  let twice = 0;
  for (let n = 0; n < 20; n += 1) {
    if ((await post(basic(KEY), `Question ${n}`)).status === 200) rightfully += 1;
    const before = await factsOfMaya();
    await post(basic(KEY), `Question ${n}`);
    twice += (await factsOfMaya()) - before;
  }
  return { tried: headers.length, accepted, twice, rightful: rightfully };
}

export async function run(_options: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const { tried, accepted, refused } = strangersOnOurRoads();
  const others = otherRoads();
  const forged = await forgedPosts();
  const entered = accepted.length + others.length + forged.accepted + forged.twice;
  return {
    measured: `${entered} of ${tried} strangers at our topics and queues and ${forged.tried} forged posts; ${forged.rightful} posts sent twice counted once`,
    runs: tried + forged.tried + 20,
    pass: entered === 0 && refused.length === 0 && forged.rightful === 20 && tried + forged.tried >= 200,
  };
}
