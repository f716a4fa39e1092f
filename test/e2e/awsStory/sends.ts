/** A customer joins, is written to by a wave, leaves by one click, and is written to no more. */
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, stopClock } from '../../support/aws/deployedShop.ts';
import { machineArn, statusesOf } from '../../support/aws/executions.ts';
import { eventually } from '../../support/processes.ts';
import { hand, isLedgerBalanced, JOURNEY, joins, mailsTo, QUINN, type SceneOf, tell, why } from './story.ts';

/** Sends at every hour, and says what every mail must say. */
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

export function sends(scene: SceneOf): void {
  describe('sends', () => {
    it('is told what its settings and its journey are', async () => {
      const settings = settingsWith(scene().shop.deployed.outputs.ApiUrl);
      expect(await hand(scene(), 'settings.yaml', settings, 'settings', 'set')).toMatchObject({
        problems: [],
      });
      expect(await hand(scene(), 'greeting.yaml', JOURNEY, 'journeys', 'publish')).toBeTruthy();
      const templates = JSON.stringify(await scene().shop.cli(['templates', 'list']));
      expect(templates).toContain('welcome-topics');
    });

    it('hears of a customer from the real client of Segment', async () => {
      await tell(scene(), (analytics) => joins(analytics, QUINN));
      expect(await scene().shop.cli(['customers', 'show', QUINN.id])).toMatchObject({
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
      await scene().shop.waves();
      const [mail, ...others] = await eventually(
        () => mailsTo(scene(), QUINN.email),
        ({ length }) => length > 0,
        10,
      );
      expect(others).toEqual([]);
      expect(mail?.header('List-Unsubscribe')).toMatch(/^<https?:\/\/[^>]+\/p\/unsubscribe\/[\w.-]+>/);
      expect(mail?.header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(mail?.text).toContain('12 Wharf Road');
      const store = await fetch(`${scene().shop.deployed.endpoint}/_ministack/ses/messages`);
      expect(await store.text()).toContain(mail?.messageId);
      expect(await why(scene(), QUINN.id)).toContainEqual(expect.objectContaining({ decision: 'sent' }));
    });

    it('nothing more once the reader has left by one click', async () => {
      const [mail] = await mailsTo(scene(), QUINN.email);
      const link = /<([^>]+)>/.exec(mail?.header('List-Unsubscribe') ?? '')?.[1] ?? '';
      const looked = await fetch(scene().shop.door.through(link));
      expect(looked.status).toBe(200);
      const left = await fetch(scene().shop.door.through(link), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(left.status).toBe(200);
      await tell(scene(), (analytics) => analytics.track({ userId: QUINN.id, event: 'Signed Up' }));
      await scene().shop.waves();
      expect(await mailsTo(scene(), QUINN.email)).toHaveLength(1);
      expect(await why(scene(), QUINN.id)).toContainEqual(
        expect.objectContaining({
          decision: 'suppressed',
          reason: expect.stringMatching(/consent|unsubscribed|opted/),
        }),
      );
    });

    it('and accounts for every decision', async () => {
      expect(await isLedgerBalanced(scene())).toBe(true);
    });
  });
}
