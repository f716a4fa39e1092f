import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { OutboundMessage, ProviderReply } from '../../../core/ports.ts';
import type { SendDeps } from '../../../core/message/send.ts';
import type { PublishedTemplate } from '../../../core/message/template.ts';
import { sendTrial, trialContent } from '../../../core/message/templateTrial.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { aPerson, MAYA, NOW } from '../../support/builders.ts';

const variant = { subject: 's', preheader: '', html: 'h', text: 't' };
const template: PublishedTemplate = {
  id: 'hello',
  version: 2,
  publishedAt: 0,
  source: { id: 'hello', channel: 'email', locales: { en: { subject: 's', preheader: '', mjml: 'm' } } },
  compiled: { en: variant },
};
const trial = { template, person: aPerson(), locale: 'fr', event: null, at: NOW };

/** Links say whose they are. */
const mergeData: SendDeps['mergeData'] = (decision, person) => ({
  customer: { id: person.id },
  links: { unsubscribe: `${decision.customerId}/${person.email ?? ''}` },
});

function trialDeps(reply: ProviderReply | Error = { kind: 'accepted', providerMessageId: 'p' }) {
  const store = createMemoryStore();
  const sent: OutboundMessage[] = [];
  const provider = {
    send: async (message: OutboundMessage) => {
      sent.push(message);
      if (reply instanceof Error) throw reply;
      return reply;
    },
  };
  return { store, sent, provider, settings: DEFAULT_SETTINGS, settingsVersion: 3, mergeData };
}

describe('a trial', () => {
  it('shows the customer’s data with links of whoever gets it, so that nobody leaves in the customer’s name', async () => {
    const deps = trialDeps();
    await sendTrial(deps, trial, 'me@shop.example', 'k');
    expect(deps.sent).toMatchObject([
      {
        to: 'me@shop.example',
        locale: 'en',
        mergeData: { customer: { id: MAYA }, links: { unsubscribe: 'test/me@shop.example' }, test: true },
      },
    ]);
  });

  it('opens nothing by its links where it is only looked at', () => {
    const { data } = trialContent(trial, DEFAULT_SETTINGS, mergeData);
    expect(data['customer']).toEqual({ id: MAYA });
    expect(JSON.stringify(data['links'])).toContain('https://shop.example/unsubscribe/');
  });

  it.each<[ProviderReply | Error, string, string | null]>([
    [{ kind: 'accepted', providerMessageId: 'p' }, 'sent', null],
    [{ kind: 'refused', reason: 'full', retryAfterMs: 1 }, 'failed', 'full'],
    [{ kind: 'ambiguous', reason: 'no reply' }, 'unknown', 'no reply'],
    [new Error('gone'), 'unknown', 'gone'],
  ])('has the outcome of its one attempt: %j is %s', async (reply, outcome, reason) => {
    const deps = trialDeps(reply);
    const result = await sendTrial(deps, trial, 'me@shop.example', 'k');
    expect(result).toMatchObject({ outcome, reason });
    const [decision] = await deps.store.decisionsOf(MAYA);
    expect(decision).toMatchObject({ outcome, settingsVersion: 3, templateVersion: 2 });
    expect(await sendTrial(deps, trial, 'me@shop.example', 'k')).toBeNull();
    expect(deps.sent).toHaveLength(1);
  });

  it('is found unknown, and never sent again, where its sender crashed', async () => {
    const deps = trialDeps();
    const crashing = {
      ...deps,
      store: { ...deps.store, settle: () => Promise.reject(new Error('crashed')) },
    };
    await sendTrial(crashing, trial, 'me@shop.example', 'k');
    const [decision] = await deps.store.decisionsOf(MAYA);
    expect(decision).toMatchObject({ outcome: 'claimed', lane: 'upkeep', dueAt: NOW + 15 * 60_000 });
  });
});
