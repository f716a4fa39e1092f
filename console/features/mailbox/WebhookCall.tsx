/** A webhook as the call it would have been: its body as JSON, and its headers. */
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MessageDetail, WebhookView } from '../../api/types.ts';
import { HeadersTable } from './HeadersTable.tsx';
import { jsonPieces } from './jsonPieces.ts';
import pane from './MessagePane.module.css';
import classes from './WebhookCall.module.css';

function Json({ value }: { value: unknown }) {
  return (
    <pre className={`${pane.text} ${classes.json}`}>
      {jsonPieces(value).map(({ kind, words }, place) => (
        <span key={place} data-kind={kind}>
          {words}
        </span>
      ))}
    </pre>
  );
}

export function WebhookCall({ message, webhook }: { message: MessageDetail; webhook: WebhookView }) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="body" className={pane.forms} keepMounted={false}>
      <Tabs.List aria-label={t('mailbox.views')} className={pane.tabs}>
        <Tabs.Tab value="body">{t('mailbox.body')}</Tabs.Tab>
        <Tabs.Tab value="headers">{t('mailbox.headers')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="body" className={pane.form}>
        <Json value={webhook.payload} />
      </Tabs.Panel>
      <Tabs.Panel value="headers" className={pane.form}>
        <HeadersTable message={message} />
      </Tabs.Panel>
    </Tabs>
  );
}
