/** The headers of a message as they would go over the wire, and whether one click is enough to unsubscribe. */
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../api/types.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './HeadersTable.module.css';
import { hasOneClick } from './oneClick.ts';

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
      {message.channel === 'email' && <OneClick message={message} />}
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
