/** Mails that SES put into the system's own bucket, under `mail/`; a record that names another place is none of ours. */
import type { Blobs } from '../../core/blobs.ts';
import { LARGEST_MAIL_BYTES } from './readMail.ts';
import type { FetchMail } from './readRecord.ts';
import { UnreadableInbound } from './unreadable.ts';

const PREFIX = 'mail/';

export function fetchMail(blobs: Blobs, own: string | null): FetchMail {
  return async ({ bucket, key }) => {
    if (bucket !== own || !key.startsWith(PREFIX))
      throw new UnreadableInbound('the mail lies elsewhere than where this system receives mail');
    const chunks = await blobs.read(key);
    if (chunks === null) throw new UnreadableInbound('the mail is not where the record says');
    const read: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > LARGEST_MAIL_BYTES) throw new UnreadableInbound('the mail is too large');
      read.push(chunk);
    }
    return Buffer.concat(read);
  };
}
