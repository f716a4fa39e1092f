/** One message opened: its envelope, the forms of its channel, and beside it who and why. */
import { Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMessage } from '../../api/queries.ts';
import type { MessageDetail } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { HeadersTable } from './HeadersTable.tsx';
import classes from './MessagePane.module.css';
import { Preview } from './Preview.tsx';
import { SmsPhone } from './SmsPhone.tsx';
import { WebhookCall } from './WebhookCall.tsx';
import { WhoAndWhy } from './WhoAndWhy.tsx';

function Envelope({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = message.headers.find(({ name }) => name.toLowerCase() === 'from')?.value;
  return (
    <header className={classes.envelope}>
      {message.channel === 'email' ? (
        <h2 lang={message.locale}>{message.subject}</h2>
      ) : (
        <h2>{wordFor('channel', message.channel, format.language)}</h2>
      )}
      {message.preheader !== '' && (
        <p className={classes.preheader} lang={message.locale}>
          {message.preheader}
        </p>
      )}
      <p className={classes.route}>
        {from !== undefined && (
          <span>
            {t('mailbox.from')} <b>{from}</b>
          </span>
        )}
        <span>
          {message.webhook === null ? t('mailbox.to') : message.webhook.method} <b>{message.to}</b>
        </span>
        <time dateTime={message.at}>{format.moment(message.at)}</time>
      </p>
    </header>
  );
}

function Forms({ message }: { message: MessageDetail }) {
  if (message.sms !== null) return <SmsPhone key={message.id} message={message} sms={message.sms} />;
  if (message.webhook !== null) return <WebhookCall message={message} webhook={message.webhook} />;
  return <MailForms message={message} />;
}

function MailForms({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="html" className={classes.forms} keepMounted={false}>
      <Tabs.List aria-label={t('mailbox.views')} className={classes.tabs}>
        <Tabs.Tab value="html">{t('mailbox.html')}</Tabs.Tab>
        <Tabs.Tab value="text">{t('mailbox.text')}</Tabs.Tab>
        <Tabs.Tab value="headers">{t('mailbox.headers')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="html" className={classes.form}>
        <Preview key={message.id} html={message.html} />
      </Tabs.Panel>
      <Tabs.Panel value="text" className={classes.form}>
        <pre className={classes.text} lang={message.locale}>
          {message.text === '' ? t('mailbox.noText') : message.text}
        </pre>
      </Tabs.Panel>
      <Tabs.Panel value="headers" className={classes.form}>
        <HeadersTable message={message} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-busy="true">
      <Skeleton height={18} width="52%" />
      <Skeleton height={10} width="38%" />
      <Skeleton height={420} radius="md" mt={24} />
    </div>
  );
}

export function MessagePane({ id }: { id: string }) {
  const query = useMessage(id);
  if (query.error !== null) return <ProblemNote problem={query.error} onAgain={() => void query.refetch()} />;
  if (query.data === undefined) return <Waiting />;
  const message = query.data;
  return (
    <div className={classes.pane} data-stale={query.isPlaceholderData}>
      <article className={classes.message}>
        <Envelope message={message} />
        <Forms message={message} />
      </article>
      <div className={classes.why}>
        <WhoAndWhy message={message} />
      </div>
    </div>
  );
}
