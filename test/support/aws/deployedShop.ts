/**
 * The deployed system as its people reach it: keys, the command with `--remote`, plain requests, waves, and the mails SES sent.
 * Everything goes over the API's address; only the first key and the clock are AWS's own, as they are for a user.
 */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import type { Json } from '../../../core/json.ts';
import { perennial } from '../processes.ts';
import { type Deployed, deployed } from './deployed.ts';
import { machineArn, outputOf } from './executions.ts';
import { type FrontDoor, openFrontDoor } from './frontDoor.ts';

/** As `name` of the configuration; physical names begin with it. */
export const DEPLOYMENT = 'perennial';

const answered = z.object({ statusCode: z.number(), body: z.string() });
const newKey = z.looseObject({ key: z.string() });
const wave = z.object({
  workers: z.number(),
  records: z.number(),
  failures: z.array(z.looseObject({ error: z.string() })),
});

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The id SES gave it. */
  readonly messageId: string;
  readonly header: (name: string) => string | null;
}

export interface DeployedShop {
  readonly deployed: Deployed;
  readonly door: FrontDoor;
  readonly keys: Readonly<Record<'admin' | 'marketer' | 'viewer' | 'write', string>>;
  /** The command as an admin types it, with `--json`; throws with its words unless it ends with `code`. */
  cli(args: readonly string[], code?: number): Promise<unknown>;
  ask(method: string, path: string, key: string | null, body?: Json): Promise<Answered>;
  /** One wave, to its end. */
  wave(): Promise<z.output<typeof wave>>;
  /** Waves until one finds nothing due. */
  waves(): Promise<void>;
  mails(): Promise<Mail[]>;
  close(): Promise<void>;
}

const scheduler = new SchedulerClient({});

/** Stops the clock of a machine. */
export async function stopClock(machine: string): Promise<void> {
  const named = { Name: machine, GroupName: DEPLOYMENT };
  const { ScheduleExpression, FlexibleTimeWindow, Target } = await scheduler.send(
    new GetScheduleCommand(named),
  );
  await scheduler.send(
    new UpdateScheduleCommand({
      ...named,
      ScheduleExpression,
      FlexibleTimeWindow,
      Target,
      State: 'DISABLED',
    }),
  );
}

/** The first key of a deployment, which only who may invoke its functions can make. */
async function firstKey(): Promise<string> {
  const { Payload } = await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName: `${DEPLOYMENT}-management`,
      Payload: JSON.stringify({ createKey: { name: 'owner', kind: 'admin' } }),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString('utf8');
  const read = answered.safeParse(JSON.parse(text));
  if (!read.success || read.data.statusCode !== 200) throw new Error(`no first key: ${text}`);
  return newKey.parse(JSON.parse(read.data.body)).key;
}

async function mailsIn(folder: string): Promise<Mail[]> {
  const files = readdirSync(folder).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return Promise.all(
    files.map(async (name) => {
      const mail = await new PostalMime().parse(readFileSync(join(folder, name)));
      const header = (wanted: string): string | null =>
        mail.headers.find(({ key }) => key === wanted.toLowerCase())?.value ?? null;
      return {
        to: (mail.to ?? []).map(({ address }) => address ?? ''),
        subject: mail.subject ?? '',
        text: mail.text ?? '',
        messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
        header,
      };
    }),
  );
}

function asker(url: string): DeployedShop['ask'] {
  return async (method, path, key, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const said: unknown = text === '' ? null : JSON.parse(text);
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: said };
  };
}

function command(url: string, key: string): DeployedShop['cli'] {
  return async (args, code = 0) => {
    const ended = await perennial(...args, '--remote', url, '--key', key, '--json');
    if (ended.code !== code)
      throw new Error(
        `perennial ${args.join(' ')} ended with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`,
      );
    const said: unknown = JSON.parse(ended.stdout === '' ? 'null' : ended.stdout);
    return said;
  };
}

const MOST_WAVES = 60;

export async function openDeployedShop(): Promise<DeployedShop> {
  const place = deployed();
  const door = await openFrontDoor(place.outputs.ApiUrl, place.endpoint);
  const admin = await firstKey();
  const cli = command(door.url, admin);
  const made = async (kind: string): Promise<string> =>
    newKey.parse(await cli(['keys', 'create', '--kind', kind, '--name', `e2e-${kind}`])).key;
  const keys = {
    admin,
    marketer: await made('marketer'),
    viewer: await made('viewer'),
    write: await made('write'),
  };
  const waveArn = await machineArn(`${DEPLOYMENT}-journey-wave`);
  const oneWave = async () => wave.parse(await outputOf(waveArn, {}, 120));
  const waves = async (): Promise<void> => {
    for (let n = 0; n < MOST_WAVES; n += 1) {
      const { records, failures } = await oneWave();
      if (failures.length > 0) throw new Error(`a worker failed: ${JSON.stringify(failures)}`);
      if (records === 0) return;
    }
    throw new Error(`after ${MOST_WAVES} waves there is still something due`);
  };
  return {
    deployed: place,
    door,
    keys,
    cli,
    ask: asker(door.url),
    wave: oneWave,
    waves,
    mails: () => mailsIn(place.mailFolder),
    close: () => door.close(),
  };
}
