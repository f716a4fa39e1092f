/** One message in the list: who, about what, from which journey, when. */
import { Link } from '../../app/Link.tsx';
import type { Channel, MessageSummary } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { FeedbackMark } from '../../parts/FeedbackMark.tsx';
import { Icon, type IconName } from '../../parts/Icon.tsx';
import classes from './MessageList.module.css';

const CHANNEL_ICONS: Readonly<Record<Channel, IconName>> = {
  email: 'mailbox',
  sms: 'bubble',
  webhook: 'plug',
};

interface MessageRowProps {
  readonly message: MessageSummary;
  readonly href: string;
  readonly selected: boolean;
}

export function MessageRow({ message, href, selected }: MessageRowProps) {
  const format = useFormat();
  return (
    <Link href={href} className={classes.row} aria-current={selected ? 'true' : undefined}>
      <span className={classes.top}>
        <span className={classes.who}>
          {message.customerName ?? (message.channel === 'webhook' ? message.customerId : message.to)}
        </span>
        <time className={classes.time} dateTime={message.at}>
          {format.clock(message.at)}
        </time>
      </span>
      <span className={classes.subject} lang={message.locale}>
        {message.subject}
      </span>
      <span className={classes.bottom}>
        <span className={classes.channel}>
          <Icon name={CHANNEL_ICONS[message.channel]} size={14} />
          {message.channel === 'email' ? (
            <span className="visually-hidden">{wordFor('channel', message.channel, format.language)}</span>
          ) : (
            wordFor('channel', message.channel, format.language)
          )}
        </span>
        <span className={classes.journey}>{textIn(message.journeyName, format.language)}</span>
        <FeedbackMark feedback={message.feedback} />
        <span className={classes.class}>{wordFor('class', message.class, format.language)}</span>
      </span>
    </Link>
  );
}
