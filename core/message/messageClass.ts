/** What kind of message, and by which channel: every gate and price depends on these two. */

export const MESSAGE_CLASSES = ['transactional', 'service', 'care', 'survey', 'promotional'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];

export type Channel = 'email' | 'sms';
