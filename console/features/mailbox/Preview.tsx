/** The message as its reader would see it, at the width of a phone or a desktop, in light or dark. */
import { SegmentedControl } from '@mantine/core';
import { useElementSize, useLocalStorage } from '@mantine/hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../parts/Icon.tsx';
import classes from './Preview.module.css';
import { bringsDarkColours, hasRemotePictures, previewDocument } from './previewDocument.ts';

const WIDTHS_PX = { phone: 390, desktop: 700 } as const;
type Width = keyof typeof WIDTHS_PX;
type Appearance = 'light' | 'dark';

/** Largest scale at which the width asked for fits; never enlarged. */
function scaleToFit(widthPx: number, availablePx: number): number {
  return availablePx > 0 ? Math.min(1, availablePx / widthPx) : 1;
}

function choice(icon: IconName, words: string): ReactNode {
  return (
    <span className={classes.choice}>
      <Icon name={icon} size={16} />
      <span className={classes.choiceWords}>{words}</span>
    </span>
  );
}

interface TogglesProps {
  readonly width: Width;
  readonly onWidth: (width: Width) => void;
  readonly appearance: Appearance;
  readonly onAppearance: (appearance: Appearance) => void;
}

function Toggles({ width, onWidth, appearance, onAppearance }: TogglesProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.toggles}>
      <SegmentedControl
        size="xs"
        aria-label={t('mailbox.width')}
        value={width}
        onChange={(chosen) => onWidth(chosen === 'desktop' ? 'desktop' : 'phone')}
        data={[
          { value: 'phone', label: choice('phone', t('mailbox.phone')) },
          { value: 'desktop', label: choice('desktop', t('mailbox.desktop')) },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('mailbox.appearance')}
        value={appearance}
        onChange={(chosen) => onAppearance(chosen === 'dark' ? 'dark' : 'light')}
        data={[
          { value: 'light', label: choice('sun', t('mailbox.light')) },
          { value: 'dark', label: choice('moon', t('mailbox.dark')) },
        ]}
      />
    </div>
  );
}

function Stage({ document, width, dark }: { document: string; width: Width; dark: boolean }) {
  const { t } = useTranslation();
  const { ref, width: availablePx, height: heightPx } = useElementSize();
  const scale = scaleToFit(WIDTHS_PX[width], availablePx);
  const shown = { width: WIDTHS_PX[width] * scale, height: heightPx };
  return (
    <div className={classes.stage} data-dark={dark}>
      <div ref={ref} className={classes.room}>
        <div className={classes.device} data-width={width} style={shown}>
          <iframe
            className={classes.mail}
            title={t('mailbox.preview')}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={document}
            style={{
              width: WIDTHS_PX[width],
              height: heightPx / scale,
              transform: `scale(${scale})`,
            }}
          />
        </div>
      </div>
    </div>
  );
}

export function Preview({ html }: { html: string }) {
  const { t } = useTranslation();
  const [width, setWidth] = useLocalStorage<Width>({ key: 'perennial.previewWidth', defaultValue: 'phone' });
  const [appearance, setAppearance] = useState<Appearance>('light');
  const [remotePictures, setRemotePictures] = useState(false);
  const { origin } = window.location;
  const document = useMemo(
    () => previewDocument(html, { appearance, remotePictures, origin }),
    [html, appearance, remotePictures, origin],
  );
  const dark = appearance === 'dark';
  return (
    <div className={classes.preview}>
      <div className={classes.bar}>
        <Toggles width={width} onWidth={setWidth} appearance={appearance} onAppearance={setAppearance} />
        {dark && (
          <span className={classes.note}>
            {bringsDarkColours(html) ? t('mailbox.darkOwn') : t('mailbox.darkInverted')}
          </span>
        )}
        {!remotePictures && hasRemotePictures(html, origin) && (
          <span className={classes.note}>
            {t('mailbox.picturesHeld')}{' '}
            <button type="button" className={classes.inline} onClick={() => setRemotePictures(true)}>
              {t('mailbox.loadPictures')}
            </button>
          </span>
        )}
      </div>
      <Stage document={document} width={width} dark={dark} />
    </div>
  );
}
