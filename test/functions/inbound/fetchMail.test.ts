import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { fetchMail } from '../../../functions/inbound/fetchMail.ts';
import { LARGEST_MAIL_BYTES } from '../../../functions/inbound/readMail.ts';

async function aMailbox() {
  const blobs = memoryBlobs();
  await blobs.write('mail/one', 'From: maya@example.org\r\n\r\nhello');
  await blobs.write('mail/huge', 'x'.repeat(LARGEST_MAIL_BYTES + 1));
  await blobs.write('uploads/list.csv', 'secret');
  return fetchMail(blobs, 'shop');
}

describe('a mail that SES put into the bucket', () => {
  it('is read as it lies there', async () => {
    const fetch = await aMailbox();
    expect(Buffer.from(await fetch({ bucket: 'shop', key: 'mail/one' })).toString()).toContain('hello');
  });

  it.each([
    ['another bucket', { bucket: 'theirs', key: 'mail/one' }],
    ['another prefix', { bucket: 'shop', key: 'uploads/list.csv' }],
    ['nothing there', { bucket: 'shop', key: 'mail/gone' }],
    ['more than a mail may have', { bucket: 'shop', key: 'mail/huge' }],
  ])('is unreadable where the record names %s', async (_what, place) => {
    await expect((await aMailbox())(place)).rejects.toMatchObject({ code: 'inbound-unreadable' });
  });
});
