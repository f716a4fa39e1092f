import { describe, expect, it } from 'vitest';
import { anSms, aTemplate } from '../../functions/shared/templates.ts';
import { promotionalShipped, spoiltAndRefused, unlawfulMessages } from './s3.ts';

describe('promotional messages that ship', () => {
  it('have both List headers, link and address, or sender and refusal, in every language and place', async () => {
    const { messages, unlawful } = await unlawfulMessages(promotionalShipped());
    expect(unlawful).toEqual([]);
    expect(messages).toBeGreaterThan(200);
  }, 60_000);

  it('are refused at publish where one of these is cut out', async () => {
    const { spoilt, refused } = await spoiltAndRefused(promotionalShipped().slice(0, 6));
    expect(spoilt).toBeGreaterThan(10);
    expect(refused).toBe(spoilt);
  }, 60_000);

  it('would be found if they lacked something', async () => {
    const { unlawful } = await unlawfulMessages([aTemplate(), anSms('Sale today')]);
    expect(unlawful.map(({ what, lacks }) => [what, lacks])).toContainEqual([
      'a-mail en to US',
      [
        'a link out in the HTML',
        'a link out in the text',
        'the address in the HTML',
        'the address in the text',
      ],
    ]);
    expect(unlawful).toContainEqual({ what: 'an-sms en to US', lacks: ['the sender'] });
  });
});
