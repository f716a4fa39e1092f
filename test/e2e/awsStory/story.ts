/** What the parts of the story share: the deployed shop, a customer nobody else is, and how things are told and read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import { expect } from 'vitest';
import * as z from 'zod';
import type { DeployedShop, Mail } from '../../support/aws/deployedShop.ts';

/** Their id and address stand nowhere else. */
export const QUINN = { id: 'quinn-7c1f', email: 'quinn-7c1f@customers.example' };

export const JOURNEY = `
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

const reasons = z.array(
  z.looseObject({ what: z.string(), decision: z.string().nullish(), reason: z.string().nullish() }),
);
const ledger = z.looseObject({ balanced: z.boolean() });

/** A system and a folder, both there once the story has begun. */
export interface Scene {
  readonly shop: DeployedShop;
  readonly folder: string;
}

export type SceneOf = () => Scene;

/** By the real client of Segment; everything must be taken. */
export async function tell({ shop }: Scene, write: (analytics: Analytics) => void): Promise<void> {
  const errors: unknown[] = [];
  const analytics = new Analytics({ writeKey: shop.keys.write, host: shop.door.url, flushAt: 20 });
  analytics.on('error', (error) => errors.push(error));
  write(analytics);
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
}

export function joins(analytics: Analytics, { id, email }: typeof QUINN): void {
  analytics.identify({
    userId: id,
    traits: {
      email,
      firstName: 'Quinn',
      consents: [{ topic: 'newsletter', channel: 'email', state: 'granted', wording: 'Yes, write to me' }],
    },
  });
  analytics.track({ userId: id, event: 'Signed Up' });
}

/** Writes a file and hands it to a command. */
export async function hand(
  { shop, folder }: Scene,
  name: string,
  text: string,
  ...args: string[]
): Promise<unknown> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return shop.cli([...args, path]);
}

export async function mailsTo({ shop }: Scene, address: string): Promise<Mail[]> {
  return (await shop.mails()).filter(({ to }) => to.includes(address));
}

export async function why({ shop }: Scene, id: string): Promise<z.output<typeof reasons>> {
  return reasons.parse(await shop.cli(['why', id, '--journey', 'greeting']));
}

export async function isLedgerBalanced({ shop }: Scene): Promise<boolean> {
  return ledger.parse(await shop.cli(['ledger', 'check'])).balanced;
}
