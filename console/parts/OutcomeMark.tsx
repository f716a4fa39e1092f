/**
 * The outcome of a decision as a texture, never as a hue: sent solid, not sent hatched, held out dashed and hollow,
 * pending pale with a clock, unknown dotted with a question mark, failed red. The word always stands beside it.
 */
import { useId } from 'react';
import type { Outcome } from '../api/types.ts';
import { useLanguage } from '../i18n/i18n.ts';
import { wordFor } from '../i18n/words.ts';
import classes from './OutcomeMark.module.css';

function Texture({ outcome, hatch }: { outcome: Outcome; hatch: string }) {
  const box = { x: 1, y: 1, width: 14, height: 14, rx: 3.5 };
  switch (outcome) {
    case 'sent':
      return (
        <>
          <rect {...box} fill="var(--ink)" />
          <path d="m4.6 8.3 2.3 2.3 4.5-4.9" fill="none" stroke="#fff" strokeWidth="1.6" />
        </>
      );
    case 'suppressed':
      return (
        <>
          <pattern
            id={hatch}
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="4" height="4" fill="var(--canvas)" />
            <rect width="1.7" height="4" fill="var(--ink-3)" />
          </pattern>
          <rect {...box} fill={`url(#${hatch})`} stroke="var(--ink-3)" />
        </>
      );
    case 'held-out':
      return <rect {...box} fill="none" stroke="var(--ink-2)" strokeWidth="1.5" strokeDasharray="3 2.2" />;
    case 'pending':
    case 'claimed':
      return (
        <>
          <circle cx="8" cy="8" r="6.8" fill="var(--canvas-3)" stroke="var(--line-2)" />
          <path
            d="M8 4.4V8l2.4 1.5"
            fill="none"
            stroke="var(--ink-2)"
            strokeWidth="1.4"
            strokeLinecap="round"
          />
        </>
      );
    case 'unknown':
      return (
        <>
          <rect
            {...box}
            fill="none"
            stroke="var(--ink-2)"
            strokeWidth="1.6"
            strokeDasharray="0.1 2.8"
            strokeLinecap="round"
          />
          <path
            d="M6.3 6.5c0-2.3 3.5-2.2 3.5 0 0 1.3-1.8 1.3-1.8 2.7M8 11.4v.1"
            fill="none"
            stroke="var(--ink-2)"
            strokeWidth="1.4"
            strokeLinecap="round"
          />
        </>
      );
    case 'failed':
      return (
        <>
          <rect {...box} fill="var(--failed)" />
          <path d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2" fill="none" stroke="#fff" strokeWidth="1.6" />
        </>
      );
  }
}

/** The texture alone, for where the word stands elsewhere in the same line. */
export function OutcomeTexture({ outcome }: { outcome: Outcome }) {
  return (
    <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16">
      <Texture outcome={outcome} hatch={useId()} />
    </svg>
  );
}

export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { language } = useLanguage();
  return (
    <span className={classes.mark} data-outcome={outcome}>
      <OutcomeTexture outcome={outcome} />
      {wordFor('outcome', outcome, language)}
    </span>
  );
}
