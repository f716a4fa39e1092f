/** What the demonstration shop is called and where it is, as the `shop` part of the settings. */
import type { Settings } from '../../core/settings/settings.ts';

export const DEMO_SHOP_SETTINGS: Settings['shop'] = {
  name: 'Kettle & Leaf',
  currency: 'USD',
  zone: 'America/New_York',
  locale: 'en',
  senderName: 'Kettle & Leaf',
  senderEmail: 'hello@kettle-and-leaf.example',
  postalAddress: '218 Harbour Street, Portland, ME 04101, USA',
  website: 'https://kettle-and-leaf.example',
  phone: null,
  edition: 'shop',
  jurisdiction: null,
};

/** Contribution margin of the catalogue, about: for `settings.value.margin`. */
export const DEMO_MARGIN = 0.56;
