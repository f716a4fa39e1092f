/** What could not be done is told of with these words, in English. */
export const enDeadLetters = {
  parked: {
    none: 'Nothing is parked.',
    kind: 'What',
    id: 'Id',
    customer: 'Customer',
    error: 'Error',
    shown: 'Shown: {shown}. To try them again: perennial parked redrive ID… or --all.',
    more: 'Shown: {shown}; there are more (--limit, or --json). To try them again: perennial parked redrive ID… or --all.',
    redriven: 'Tried again with the next wave: {count}.',
  },
  parkedKind: {
    step: 'step of a journey',
    send: 'message',
    task: 'task',
  },
  failedWebhooks: {
    none: 'No webhook waits to be called again.',
    when: 'Ended',
    outcome: 'Outcome',
    reason: 'Last answer',
    calls: 'Calls',
    url: 'Address',
    id: 'Id',
    shown: 'Shown: {shown}. Once the receiver is mended: perennial webhooks redrive ID… or --all.',
    more: 'Shown: {shown}; there are more (--limit, or --json). Once the receiver is mended: perennial webhooks redrive ID… or --all.',
    redriven:
      'Called again from the next wave on, for three days, each under the webhook-id it had: {count}.',
  },
  redrive: {
    none: 'There was nothing to take up again.',
    not: '{id}: {why}.',
  },
  redriveState: {
    redriven: 'taken up again',
    'moved-on': 'it moved on meanwhile',
    'not-parked': 'nothing of that id is parked',
    'no-decision': 'there is no message of that id',
    'no-webhook': 'it is a message to a person; those are never sent twice',
    delivered: 'its receiver took it',
    'under-way': 'it is being called, or waits for its next call',
    'not-called': 'it was held back on purpose and never called',
  },
  webhookSecret: {
    newest: 'Newest secret: {secret}',
    older: 'Signs along until {until}: {secret}',
    olderAlways: 'Signs along until it is retired: {secret}',
    rotated:
      'A new secret signs first. Give it to every receiver; those before it sign along for 24 hours, or until: perennial webhooks secret --retire',
    retired: 'The newest secret signs alone from now on.',
    how: 'How a receiver knows a call is from this shop (Standard Webhooks; its libraries do all of it):',
    signed:
      '1. Join the headers webhook-id and webhook-timestamp and the body as it came with dots: ID.TIMESTAMP.BODY.',
    hmac: '2. HMAC-SHA-256 it under the bytes that the secret names in base64 behind "whsec_".',
    compare:
      '3. One of the signatures in webhook-signature (parted by blanks) must be "v1," and that in base64. Compare in constant time.',
    fresh:
      '4. Refuse a timestamp more than five minutes off, and drop a webhook-id seen before: a call may come twice.',
  },
};
