/** The headers of a message as they would go over the wire, and whether one click is enough to unsubscribe. */
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../api/types.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './HeadersTable.module.css';

/** RFC 8058: both headers must stand, the second with exactly this value. */
export function hasOneClick(headers: MessageDetail['headers']): boolean {
  const valueOf = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value;
  const list = valueOf('list-unsubscribe') ?? '';
  return /<https?:[^>]+>/.test(list) && valueOf('list-unsubscribe-post') === 'List-Unsubscribe=One-Click';
}

function OneClick({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  if (hasOneClick(message.headers))
    return (
      <p className={classes.note}>
        <Icon name="check" size={16} />
        {t('mailbox.oneClick')}
      </p>
    );
  const needed = message.class === 'promotional';
  return (
    <p className={classes.note} data-missing={needed}>
      <Icon name={needed ? 'alert' : 'hand'} size={16} />
      {needed ? t('mailbox.noOneClickPromotional') : t('mailbox.noOneClick')}
    </p>
  );
}

export function HeadersTable({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  return (
    <div className={classes.headers}>
      <OneClick message={message} />
      <table>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('mailbox.headerName')}</th>
            <th scope="col">{t('mailbox.headerValue')}</th>
          </tr>
        </thead>
        <tbody>
          {message.headers.map(({ name, value }, row) => (
            <tr key={`${name}-${row}`}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
