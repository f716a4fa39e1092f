import { describe, expect, it } from 'vitest';
import { newWebhookSecret, signWebhook, WebhookSecretInvalid } from '../../../adapters/http/signWebhook.ts';

/** The example of the Standard Webhooks specification. */
const EXAMPLE = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  call: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('the signature of a webhook', () => {
  it('is that of the specification', () => {
    expect(signWebhook([EXAMPLE.secret], EXAMPLE.call)).toBe(EXAMPLE.signature);
  });

  it('holds one signature a secret, newest first, so that a receiver can change over', () => {
    const newest = newWebhookSecret();
    const both = signWebhook([newest, EXAMPLE.secret], EXAMPLE.call);
    expect(both).toBe(`${signWebhook([newest], EXAMPLE.call)} ${EXAMPLE.signature}`);
  });

  it('changes with id, time, body and secret', () => {
    const { call, secret } = EXAMPLE;
    const all = [
      signWebhook([secret], call),
      signWebhook([secret], { ...call, id: 'msg_2' }),
      signWebhook([secret], { ...call, timestamp: '1614265331' }),
      signWebhook([secret], { ...call, body: '{}' }),
      signWebhook([newWebhookSecret()], call),
    ];
    expect(new Set(all).size).toBe(5);
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
    'is not made with %j',
    (secret) => {
      expect(() => signWebhook([secret], EXAMPLE.call)).toThrow(WebhookSecretInvalid);
    },
  );
});
