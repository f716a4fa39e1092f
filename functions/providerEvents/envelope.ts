/**
 * A record of the queue, opened: SNS wraps what SES and the SMS service say in a document of its own, unless raw delivery is
 * on; both are understood. Who may write to the queue is its policy's to say.
 */
import * as z from 'zod';
import { Unreadable } from './unreadable.ts';

const wrapped = z.looseObject({ Type: z.literal('Notification'), Message: z.string() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(
      'not-json',
      '',
      'the record is not JSON',
      'subscribe the queue to the topic of the configuration set and to nothing else',
    );
  }
}

/** What the provider said. Throws `Unreadable` for what is not JSON. */
export function unwrapped(body: string): unknown {
  const outer = parsed(body);
  const envelope = wrapped.safeParse(outer);
  return envelope.success ? parsed(envelope.data.Message) : outer;
}
