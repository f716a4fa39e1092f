/**
 * The system as it is deployed on AWS, driven from outside: over its public API, with the command, with Segment's client, and by
 * what its mails say. One story, in the order of the tests: later ones build on what earlier ones did.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { writeOrdersCsv } from '../../local/demo/writeOrdersCsv.ts';
import { isDeployed } from '../support/aws/deployed.ts';
import {
  DEPLOYMENT,
  type DeployedShop,
  type Mail,
  openDeployedShop,
  stopClock,
} from '../support/aws/deployedShop.ts';
import { machineArn, statusesOf } from '../support/aws/executions.ts';
import { placesOf } from '../support/aws/remains.ts';
import { signIn } from '../support/aws/staff.ts';
import { eventually, perennial, perennialJson, temporaryFolder } from '../support/processes.ts';

const ELOG = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'cdnow_sample_elog.csv');
const CDNOW_MAP = 'customer=masterid,date=date,amount=sales';
const EVALUATED_AT = '1997-10-01';

/** In place of the sample where it is absent. */
const INVENTED = { seed: 1, customers: 600, orders: 1_800, from: Date.UTC(1997, 0, 1), days: 270 };
const INVENTED_MAP = 'customer=customer,date=date,amount=amount';

const settingsWith = (pagesUrl: string): string => `
shop:
  name: Northwind Tea
  senderName: Northwind Tea
  senderEmail: hello@northwind.example
  postalAddress: 12 Wharf Road, Bristol BS1 4RW, United Kingdom
messages: { caps: [], quietHours: null }
pages: { url: '${pagesUrl}' }
delivery: { email: ses, region: us-east-1 }
`;
const JOURNEY = `
id: greeting
name: { en: Greeting, zh-CN: 问候 }
topic: newsletter
class: promotional
entry:
  - on: event
    event: Signed Up
reentry: always
start: hello
nodes:
  hello: { type: send, template: welcome-topics, expires: 2d, next: done }
  done: { type: end }
`;

/** Their id and address stand nowhere else. */
const QUINN = { id: 'quinn-7c1f', email: 'quinn-7c1f@customers.example' };
const CROWD = 80;

const imported = z.looseObject({ accepted: z.number(), duplicates: z.number(), rejected: z.number() });
const evaluated = z.looseObject({
  customers: z.number(),
  written: z.number(),
  stages: z.record(z.string(), z.number()),
  grades: z.record(z.string(), z.number()),
  model: z.looseObject({ logLikelihood: z.number().nullable() }),
});
const reasons = z.array(
  z.looseObject({ what: z.string(), decision: z.string().nullish(), reason: z.string().nullish() }),
);
const ledger = z.looseObject({ balanced: z.boolean(), byOutcome: z.record(z.string(), z.number()) });

function linesById(ndjson: string): ReadonlyMap<string, unknown> {
  const lines = ndjson
    .trim()
    .split('\n')
    .map((line) => z.looseObject({ id: z.string() }).parse(JSON.parse(line)));
  return new Map(lines.map((line) => [line.id, line]));
}

describe.skipIf(!isDeployed)('the system on AWS (needs `npm run test:aws`)', () => {
  const folder = temporaryFolder();
  const here = join(folder.path, 'here');
  const isSample = existsSync(ELOG);
  const sample = isSample ? 'the CDNOW sample' : 'an invented sample (../shared is not here)';
  const orders = isSample ? ELOG : join(folder.path, 'orders.csv');
  const map = isSample ? CDNOW_MAP : INVENTED_MAP;
  const importArgs = ['import', 'orders', orders, '--map', map, '--currency', 'USD'];
  let shop: DeployedShop;

  beforeAll(async () => {
    if (!isSample) await writeOrdersCsv(orders, INVENTED);
    shop = await openDeployedShop();
  });
  afterAll(async () => {
    await shop?.close();
    folder.remove();
  });

  const told = async (file: string, text: string, ...args: string[]): Promise<unknown> => {
    const path = join(folder.path, file);
    writeFileSync(path, text);
    return shop.cli([...args, path]);
  };

  const exported = async (...to: string[]): Promise<ReadonlyMap<string, unknown>> => {
    const { code, stdout, stderr } = await perennial('customers', 'export', '--format', 'ndjson', ...to);
    expect(stderr, stderr).toBe('');
    expect(code).toBe(0);
    return linesById(stdout);
  };
  const road = (): string[] => ['--remote', shop.door.url, '--key', shop.keys.viewer];

  async function tell(write: (analytics: Analytics) => void): Promise<void> {
    const errors: unknown[] = [];
    const analytics = new Analytics({ writeKey: shop.keys.write, host: shop.door.url, flushAt: 20 });
    analytics.on('error', (error) => errors.push(error));
    write(analytics);
    await analytics.closeAndFlush();
    expect(errors).toEqual([]);
  }

  const joins = (analytics: Analytics, { id, email }: typeof QUINN): void => {
    analytics.identify({
      userId: id,
      traits: {
        email,
        firstName: 'Quinn',
        consents: [{ topic: 'newsletter', channel: 'email', state: 'granted', wording: 'Yes, write to me' }],
      },
    });
    analytics.track({ userId: id, event: 'Signed Up' });
  };

  const mailsTo = async (address: string): Promise<Mail[]> =>
    (await shop.mails()).filter(({ to }) => to.includes(address));

  const why = async (id: string) => reasons.parse(await shop.cli(['why', id, '--journey', 'greeting']));

  describe('lets in', () => {
    it('nobody without a key, or with a wrong one', async () => {
      for (const key of [null, 'pk_admin_wrong', 'eyJhbGciOiJub25lIn0.e30.']) {
        const { status, type, body } = await shop.ask('GET', '/v1/customers', key);
        expect([status, type]).toEqual([401, expect.stringContaining('application/problem+json')]);
        expect(body).toMatchObject({ status: 401, code: expect.any(String) });
      }
    });

    it('a viewer to read, not to publish', async () => {
      const { viewer } = shop.keys;
      expect((await shop.ask('GET', '/v1/journeys', viewer)).status).toBe(200);
      const refused = await shop.ask('POST', '/v1/journeys', viewer, { source: JOURNEY });
      expect(refused).toMatchObject({ status: 403, body: { status: 403 } });
      expect((await shop.ask('POST', '/v1/keys', viewer, { name: 'x', kind: 'admin' })).status).toBe(403);
    });

    it('people of the user pool, by their group', async () => {
      const viewer = await signIn(shop.deployed, 'vera@northwind.example', 'viewer');
      const admin = await signIn(shop.deployed, 'ada@northwind.example', 'admin');
      const nobody = await signIn(shop.deployed, 'nora@northwind.example', null);
      const statusOf = async (token: string, path: string) => (await shop.ask('GET', path, token)).status;
      expect([await statusOf(viewer, '/v1/journeys'), await statusOf(viewer, '/v1/keys')]).toEqual([
        200, 403,
      ]);
      expect(await statusOf(admin, '/v1/keys')).toBe(200);
      expect(await statusOf(nobody, '/v1/journeys')).toBe(403);
      const forged = `${viewer.slice(0, -6)}AAAAAA`;
      expect(await statusOf(forged, '/v1/journeys')).toBe(401);
    });

    it('anyone to read what the API is', async () => {
      const { status, body } = await shop.ask('GET', '/openapi.json', null);
      expect(status).toBe(200);
      expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/v1/customers': expect.anything() } });
    });
  });

  describe(`takes ${sample}`, () => {
    it('by an upload and the import machine, and not a second time', async () => {
      const first = imported.parse(await shop.cli(importArgs));
      const local = imported.parse((await perennialJson(...importArgs, '--data', here)).json);
      expect(first).toEqual(local);
      if (isSample) expect(first).toMatchObject({ accepted: 6919, duplicates: 0, rejected: 0 });
      const again = imported.parse(await shop.cli(importArgs));
      expect(again).toMatchObject({ accepted: 0, duplicates: first.accepted, rejected: 0 });
    });

    it('and evaluates it as one machine does, customer by customer', async () => {
      const evaluate = ['evaluate', '--at', EVALUATED_AT];
      const there = evaluated.parse(await shop.cli(evaluate));
      const local = evaluated.parse((await perennialJson(...evaluate, '--data', here)).json);
      expect(there).toEqual(local);
      const [onAws, onThisMachine] = [await exported(...road()), await exported('--data', here)];
      expect(onAws.size).toBe(there.customers);
      if (isSample) expect(onAws.size).toBe(2_357);
      const differing = [...onThisMachine].filter(
        ([id, line]) => JSON.stringify(onAws.get(id)) !== JSON.stringify(line),
      );
      expect(differing.slice(0, 3)).toEqual([]);
    });

    it('and writes nothing when nothing has changed', async () => {
      const again = evaluated.parse(await shop.cli(['evaluate', '--at', EVALUATED_AT]));
      expect(again.written).toBe(0);
    });
  });

  describe('sends', () => {
    it('is told what its settings and its journey are', async () => {
      const settings = settingsWith(shop.deployed.outputs.ApiUrl);
      expect(await told('settings.yaml', settings, 'settings', 'set')).toMatchObject({ problems: [] });
      expect(await told('greeting.yaml', JOURNEY, 'journeys', 'publish')).toBeTruthy();
      const templates = JSON.stringify(await shop.cli(['templates', 'list']));
      expect(templates).toContain('welcome-topics');
    });

    it('hears of a customer from the real client of Segment', async () => {
      await tell((analytics) => joins(analytics, QUINN));
      expect(await shop.cli(['customers', 'show', QUINN.id])).toMatchObject({
        id: QUINN.id,
        email: QUINN.email,
        consents: [{ topic: 'newsletter', state: 'granted' }],
      });
    });

    it('by waves that the clock starts', async () => {
      const arn = await machineArn(`${DEPLOYMENT}-journey-wave`);
      const statuses = await eventually(
        () => statusesOf(arn),
        (all) => all.includes('SUCCEEDED'),
        75,
      );
      expect(statuses).not.toContain('FAILED');
      await stopClock('journey-wave');
    });

    it('one mail through SES, which can be left by one click', async () => {
      await shop.waves();
      const [mail, ...others] = await mailsTo(QUINN.email);
      expect(others).toEqual([]);
      expect(mail?.header('List-Unsubscribe')).toMatch(/^<https?:\/\/[^>]+\/p\/unsubscribe\/[\w.-]+>/);
      expect(mail?.header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(mail?.text).toContain('12 Wharf Road');
      const store = await fetch(`${shop.deployed.endpoint}/_ministack/ses/messages`);
      expect(await store.text()).toContain(mail?.messageId);
      expect(await why(QUINN.id)).toContainEqual(expect.objectContaining({ decision: 'sent' }));
    });

    it('nothing more once the reader has left by one click', async () => {
      const [mail] = await mailsTo(QUINN.email);
      const link = /<([^>]+)>/.exec(mail?.header('List-Unsubscribe') ?? '')?.[1] ?? '';
      const looked = await fetch(shop.door.through(link));
      expect(looked.status).toBe(200);
      const left = await fetch(shop.door.through(link), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(left.status).toBe(200);
      await tell((analytics) => analytics.track({ userId: QUINN.id, event: 'Signed Up' }));
      await shop.waves();
      expect(await mailsTo(QUINN.email)).toHaveLength(1);
      expect(await why(QUINN.id)).toContainEqual(
        expect.objectContaining({
          decision: 'suppressed',
          reason: expect.stringMatching(/consent|unsubscribed|opted/),
        }),
      );
    });

    it('and accounts for every decision', async () => {
      expect(ledger.parse(await shop.cli(['ledger', 'check']))).toMatchObject({ balanced: true });
    });
  });

  describe('when a worker is killed in the midst of a wave', () => {
    const crowd = Array.from({ length: CROWD }, (_, n) => ({
      id: `crowd-${n}`,
      email: `crowd-${n}@customers.example`,
    }));
    const mailsOfCrowd = async (): Promise<string[]> =>
      (await shop.mails()).flatMap(({ to }) => to).filter((address) => address.startsWith('crowd-'));

    function drainProcesses(): number[] {
      const { workersFolder } = shop.deployed;
      return readdirSync(workersFolder)
        .filter(
          (pid) => readFileSync(join(workersFolder, pid), 'utf8') === `${DEPLOYMENT}-journey-wave-drain`,
        )
        .map(Number);
    }

    it('the next waves finish its work, and nobody is written to twice', async () => {
      await tell((analytics) => crowd.forEach((one) => joins(analytics, one)));
      const wave = shop.wave();
      await eventually(mailsOfCrowd, (sent) => sent.length >= 10, 60);
      for (const pid of drainProcesses()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It had ended before.
        }
      }
      const sentByThen = (await mailsOfCrowd()).length;
      expect((await wave).failures.length).toBeGreaterThan(0);
      expect(sentByThen).toBeLessThan(CROWD);
      const settled = await eventually(
        async () => {
          await shop.wave();
          return ledger.parse(await shop.cli(['ledger', 'check']));
        },
        ({ byOutcome }) => (byOutcome['pending'] ?? 0) === 0,
        100,
      );
      expect(settled.balanced).toBe(true);
      const sent = await mailsOfCrowd();
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent.length + 20).toBeGreaterThanOrEqual(CROWD);
    });
  });

  describe('erases', () => {
    it('a customer from every table, object and log', async () => {
      const words = [QUINN.id, QUINN.email];
      const before = await placesOf(shop.deployed, words);
      expect(before[QUINN.id]?.length).toBeGreaterThan(3);
      await shop.cli(['erase', QUINN.id, '--yes']);
      expect(await placesOf(shop.deployed, words)).toEqual({ [QUINN.id]: [], [QUINN.email]: [] });
      expect((await shop.ask('GET', `/v1/customers/${QUINN.id}`, shop.keys.viewer)).status).toBe(404);
      expect(ledger.parse(await shop.cli(['ledger', 'check']))).toMatchObject({ balanced: true });
    });
  });
});
