import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import { renderVariant } from '../../../functions/shared/renderMessage.ts';
import { hostileRuns, type Render } from './s7.ts';

/** As careless as a renderer can be: a value that holds Liquid is run, and nothing is escaped. */
const careless: Render = (variant, data) => {
  const liquid = new Liquid();
  liquid.registerFilter('safe_url', (value: unknown) => value);
  for (const name of [
    'money',
    'day',
    'day_month',
    'plus_days',
    'with_param',
    'url_encode',
    'url_decode',
    'cgi_escape',
    'uri_escape',
  ])
    liquid.registerFilter(name, (value: unknown) => value);
  const fill = (text: string) => String(liquid.parseAndRenderSync(text, data));
  const [subject, preheader, html, text] = [
    variant.subject,
    variant.preheader,
    variant.html,
    variant.text,
  ].map(fill);
  return { subject: subject ?? '', preheader: preheader ?? '', html: html ?? '', text: text ?? '' };
};

describe('hostile values', () => {
  it('never become markup, headers or code', async () => {
    expect(await hostileRuns(1, 300)).toMatchObject({ escapes: 0, example: null });
  }, 60_000);

  it('would be found if they did', async () => {
    expect((await hostileRuns(1, 20, careless)).escapes).toBeGreaterThan(20);
  }, 60_000);

  it('would be found if one link were let through, or one subject kept its line breaks', async () => {
    const openLinks: Render = (variant, ...more) =>
      renderVariant({ ...variant, html: variant.html.replaceAll('| safe_url', '') }, ...more);
    const looseSubject: Render = (variant, data, locale) => ({
      ...renderVariant(variant, data, locale),
      subject: `Hello ${typeof data['v'] === 'string' ? data['v'] : ''}`,
    });
    expect((await hostileRuns(1, 60, openLinks)).escapes).toBeGreaterThan(0);
    expect((await hostileRuns(1, 60, looseSubject)).escapes).toBeGreaterThan(0);
  }, 60_000);
});
