/** An SMS as its reader would see it, on a phone in light or dark, and under it what it is charged by. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail, SmsView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { Icon } from '../../parts/Icon.tsx';
import preview from './Preview.module.css';
import classes from './SmsPhone.module.css';
import { smsPieces } from './smsPieces.ts';

/** More characters outside GSM-7 than this are a language, and no slip. */
const FEW_CHARACTERS = 6;

function Bubble({ text, lang }: { text: string; lang: string }) {
  return (
    <p className={classes.bubble} lang={lang}>
      {smsPieces(text).map(({ kind, words }, place) =>
        kind === 'link' ? (
          <span key={place} className={classes.link}>
            {words}
          </span>
        ) : (
          words
        ),
      )}
    </p>
  );
}

function Size({ sms }: { sms: SmsView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { parts, places, encoding, outside } = sms;
  const few = outside.length > 0 && outside.length <= FEW_CHARACTERS;
  return (
    <p className={classes.size}>
      <b>{t('mailbox.smsParts', { count: parts, shown: format.count(parts) })}</b>
      <span>{t('mailbox.smsPlaces', { count: places, shown: format.count(places), encoding })}</span>
      {few && <span>{t('mailbox.smsOutside', { characters: outside.join(' ') })}</span>}
    </p>
  );
}

export function SmsPhone({ message, sms }: { message: MessageDetail; sms: SmsView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dark, setDark] = useState(false);
  return (
    <div className={preview.preview}>
      <div className={preview.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('mailbox.appearance')}
          value={dark ? 'dark' : 'light'}
          onChange={(chosen) => setDark(chosen === 'dark')}
          data={[
            { value: 'light', label: t('mailbox.light') },
            { value: 'dark', label: t('mailbox.dark') },
          ]}
        />
        <Size sms={sms} />
      </div>
      <div className={preview.stage} data-dark={dark}>
        <section className={classes.phone} data-dark={dark} aria-label={t('mailbox.preview')}>
          <header className={classes.sender}>
            <span className={classes.face}>
              <Icon name="person" size={20} />
            </span>
            {sms.from}
          </header>
          <time className={classes.time} dateTime={message.at}>
            {format.moment(message.at)}
          </time>
          {message.text === '' ? (
            <p className={classes.gone}>{t('mailbox.noWords')}</p>
          ) : (
            <Bubble text={message.text} lang={message.locale} />
          )}
        </section>
      </div>
    </div>
  );
}
