/** The commands that send one message, and that stop sending; part of the table in `commands.ts`. */
import { MESSAGE_CLASSES } from '../core/message/messageClass.ts';
import type { CommandSpec } from './args/spec.ts';

export const SEND_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'send',
    summary: 'Send one message to one person, at once: a receipt, a password, a notice.',
    operands: [{ name: 'TEMPLATE' }],
    options: [
      { name: 'customer', value: 'ID', help: 'Any id of the customer.' },
      { name: 'to', value: 'ADDRESS', help: 'An email address or phone number, instead of --customer.' },
      { name: 'payload', value: 'JSON', help: 'What the template shows as event.NAME.' },
      { name: 'class', value: 'CLASS', oneOf: MESSAGE_CLASSES, help: 'Default: transactional.' },
      { name: 'topic', value: 'TOPIC', help: 'Default: service.' },
      {
        name: 'once',
        value: 'KEY',
        help: 'Idempotency key: the same key sends once, however often it is given.',
      },
    ],
    notes: [
      'Transactional and service messages need no consent, and are held by no cap. Exit 1 when the message was not sent and is not waiting either.',
    ],
    examples: [
      'perennial send order-receipt --customer 00042 --payload \'{"order_id":"A-1001"}\' --once receipt-A-1001',
      'perennial send order-receipt --to anna@example.org',
    ],
    load: () => import('./commands/send.ts'),
  },
  {
    name: 'sending',
    summary: 'Say whether sending is stopped, by whom and why.',
    operands: [],
    options: [],
    examples: ['perennial sending'],
    load: () => import('./commands/sending.ts'),
  },
  {
    name: 'sending stop',
    summary: 'Stop sending: everything promotional is held from the next page of a wave on.',
    operands: [],
    options: [
      { name: 'why', value: 'TEXT', required: true, help: 'Why, for whoever asks.' },
      { name: 'all', help: 'Hold transactional and service messages too.' },
    ],
    notes: ['What is held is not lost: it goes on, or expires, after "sending resume".'],
    examples: ['perennial sending stop --why "wrong price in the offer"'],
    load: () => import('./commands/sendingStop.ts'),
  },
  {
    name: 'sending resume',
    summary: 'Go on sending. What the reputation guard holds stays held: see "guard".',
    operands: [],
    options: [],
    examples: ['perennial sending resume'],
    load: () => import('./commands/sendingResume.ts'),
  },
  {
    name: 'guard',
    summary: 'Show what the reputation guard measures, and whether it has paused sending.',
    operands: [],
    options: [],
    notes: [
      'It pauses promotions, care and surveys before spam complaints or hard bounces reach their limits (settings: guard). Exit 1 while it does.',
    ],
    examples: ['perennial guard'],
    load: () => import('./commands/guard.ts'),
  },
  {
    name: 'guard resume',
    summary: 'Go on sending after the reputation guard paused it. What was counted so far counts no more.',
    operands: [],
    options: [
      { name: 'why', value: 'TEXT', required: true, help: 'What was mended, for whoever asks.' },
      { name: 'yes', help: 'Do not ask. Needed where nobody is there to be asked.' },
    ],
    examples: ['perennial guard resume --yes --why "the bought list was removed"'],
    load: () => import('./commands/guardResume.ts'),
  },
];
