/** A webhook as the call it would have been: its body as JSON, and its headers. */
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MessageDetail, WebhookView } from '../../api/types.ts';
import { HeadersTable } from './HeadersTable.tsx';
import { jsonLines } from './jsonLines.ts';
import pane from './MessagePane.module.css';
import classes from './WebhookCall.module.css';

const HANG_CH = 4;

/** A line that is too long goes on further in than it begins. */
function hanging(indent: number) {
  const inset = indent + HANG_CH;
  return { paddingLeft: `${inset}ch`, textIndent: `-${inset}ch` };
}

function Json({ value }: { value: unknown }) {
  return (
    <pre className={`${pane.text} ${classes.json}`}>
      {jsonLines(value).map(({ indent, pieces }, line) => (
        <span key={line} className={classes.line} style={hanging(indent)}>
          {pieces.map(({ kind, words }, place) => (
            <span key={place} data-kind={kind}>
              {words}
            </span>
          ))}
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
