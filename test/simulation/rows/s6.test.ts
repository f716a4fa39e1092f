import { describe, expect, it } from 'vitest';
import { hostileWebhookConnections } from './s6.ts';

describe('hostile webhooks', () => {
  it('make no connection that is not public, in at least 150 forms, where a client without checks makes hundreds', async () => {
    const { forms, connections, accepted, outside, withoutChecks } = await hostileWebhookConnections();
    expect(forms).toBeGreaterThanOrEqual(150);
    expect(connections).toBe(0);
    expect(accepted).toBe(0);
    expect(withoutChecks).toBeGreaterThan(100);
    // Five redirects called twice, and the rebinding names while they are public: three once, one twice.
    expect(outside).toBe(15);
  }, 30_000);
});
