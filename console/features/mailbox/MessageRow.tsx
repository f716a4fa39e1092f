/** One message in the list: who, about what, from which journey, when. */
import { Link } from '../../app/Link.tsx';
import type { MessageSummary } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import classes from './MessageList.module.css';

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
        <span className={classes.who}>{message.customerName ?? message.to}</span>
        <time className={classes.time} dateTime={message.at}>
          {format.clock(message.at)}
        </time>
      </span>
      <span className={classes.subject} lang={message.locale}>
        {message.subject}
      </span>
      <span className={classes.bottom}>
        <span className={classes.journey}>{textIn(message.journeyName, format.language)}</span>
        <span className={classes.class}>{wordFor('class', message.class, format.language)}</span>
      </span>
    </Link>
  );
}
