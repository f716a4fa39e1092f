/** Workers die in the midst of a wave: what they left is done by the next, and nobody hears of it. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decisionTag, SES_TAGS } from '../../../adapters/aws/decisionTag.ts';
import { decisionId } from '../../../core/ids.ts';
import { scaleWaits } from '../../support/aws/bothRuntimes.ts';
import { DEPLOYMENT } from '../../support/aws/deployedShop.ts';
import { machineArn, run } from '../../support/aws/executions.ts';
import { publish } from '../../support/aws/publish.ts';
import { eventually } from '../../support/processes.ts';
import { isLedgerBalanced, joins, type SceneOf, tell } from './story.ts';

const CROWD = 80;

const decisions = z.object({
  items: z.array(z.looseObject({ id: z.string(), customerId: z.string(), outcome: z.string() })),
  next: z.string().nullable(),
});

export function killedWorker(scene: SceneOf): void {
  describe('when a worker is killed in the midst of a wave', () => {
    const crowd = Array.from({ length: CROWD }, (_, n) => ({
      id: `crowd-${n}`,
      email: `crowd-${n}@customers.example`,
    }));
    const mailsOfCrowd = async (): Promise<string[]> =>
      (await scene().shop.mails()).flatMap(({ to }) => to).filter((address) => address.startsWith('crowd-'));

    function killDrains(): void {
      const { workersFolder } = scene().shop.deployed;
      for (const pid of readdirSync(workersFolder)) {
        const mark = join(workersFolder, pid);
        if (readFileSync(mark, 'utf8') !== `${DEPLOYMENT}-journey-wave-drain`) continue;
        rmSync(mark);
        process.kill(Number(pid), 'SIGKILL');
      }
    }

    async function decisionsOfCrowd() {
      const all: z.output<typeof decisions>['items'] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${cursor}`;
        const { body } = await scene().shop.ask(
          'GET',
          `/v1/ledger/decisions?limit=100${more}`,
          scene().shop.keys.viewer,
        );
        const page = decisions.parse(body);
        all.push(...page.items.filter(({ customerId }) => customerId.startsWith('crowd-')));
        cursor = page.next;
      } while (cursor !== null);
      return all;
    }

    /** What SES tells of a mail, through the topic it tells it on; the emulator publishes no such events itself. */
    async function providerTells(decision: string, to: string, messageId: string): Promise<void> {
      const tags = Object.entries(decisionTag(decisionId(decision), SES_TAGS));
      const timestamp = new Date().toISOString();
      const event = {
        eventType: 'Delivery',
        mail: {
          timestamp,
          messageId,
          destination: [to],
          tags: Object.fromEntries(tags.map(([name, value]) => [name, [value]])),
        },
        delivery: { timestamp, recipients: [to], processingTimeMillis: 1, smtpResponse: '250 ok' },
      };
      await publish(`${DEPLOYMENT}-provider-news`, event);
    }

    it('again and again, the next waves finish its work, and nobody is written to twice', async () => {
      await tell(scene(), (analytics) => crowd.forEach((one) => joins(analytics, one)));
      await scaleWaits(scene().shop.deployed.endpoint, 0.05);
      const state = { ended: false };
      const wave = run(await machineArn(`${DEPLOYMENT}-journey-wave`), {}, 120).finally(() => {
        state.ended = true;
      });
      for (let seen = 0, kills = 0; !state.ended && kills < 10; kills += 1) {
        const more = await eventually(mailsOfCrowd, (sent) => state.ended || sent.length > seen + 3, 60);
        seen = more.length;
        killDrains();
        await sleep(500);
      }
      expect(await wave).toMatchObject({ kind: 'failed' });
      await scaleWaits(scene().shop.deployed.endpoint, 1);
      const early = (await mailsOfCrowd()).length;
      expect(early).toBeGreaterThan(3);
      expect(early).toBeLessThan(CROWD);
      await scene().shop.waves();
      const sent = await mailsOfCrowd();
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent.length).toBeGreaterThan(early);
      const made = await decisionsOfCrowd();
      expect(made).toHaveLength(CROWD);
      // Whoever was being written to when a worker died is left to what the provider tells of it.
      const cutOff = made.filter(({ outcome }) => outcome !== 'sent');
      expect(made.length - cutOff.length).toBeLessThanOrEqual(sent.length);
      expect(cutOff.every(({ outcome }) => outcome === 'claimed')).toBe(true);
    });

    it('the provider’s events say what became of those it was busy with', async () => {
      const mails = await scene().shop.mails();
      const mailOf = (customer: string) => mails.find(({ to }) => to[0] === `${customer}@customers.example`);
      const cutOff = (await decisionsOfCrowd()).filter(({ outcome }) => outcome === 'claimed');
      const handedOver = cutOff.filter(({ customerId }) => mailOf(customerId) !== undefined);
      for (const { id, customerId } of handedOver) {
        const mail = mailOf(customerId);
        if (mail !== undefined) await providerTells(id, mail.to[0] ?? '', mail.messageId);
      }
      const stillOpen = await eventually(
        async () => (await decisionsOfCrowd()).filter(({ outcome }) => outcome === 'claimed'),
        (open) => open.length === cutOff.length - handedOver.length,
        30,
      );
      expect(stillOpen.length + (await mailsOfCrowd()).length).toBe(CROWD);
      expect(await isLedgerBalanced(scene())).toBe(true);
    });
  });
}
