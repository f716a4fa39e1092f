/** What kind of message, and by which channel: every gate and price depends on these two. */

export const MESSAGE_CLASSES = ['transactional', 'service', 'care', 'survey', 'promotional'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];

/** Channels that reach a person: consent, suppression and caps are kept for each. */
export const CONSENT_CHANNELS = ['email', 'sms'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** A webhook reaches the shop's own systems, never a person. */
export const CHANNELS = [...CONSENT_CHANNELS, 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];
