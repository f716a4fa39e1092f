/**
 * The look: warm neutral canvas, ink, and moss as the one accent. Hue otherwise means a lifecycle stage, so Mantine's own
 * greys are replaced and its blue is never used.
 */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const moss: MantineColorsTuple = [
  '#f5f7ed',
  '#e9eed9',
  '#d5deb6',
  '#bccb8f',
  '#a3b76b',
  '#8aa04d',
  '#71873a',
  '#5a6d2c',
  '#47561f',
  '#333f14',
];

const stone: MantineColorsTuple = [
  '#faf9f6',
  '#f4f3ee',
  '#eae8e1',
  '#dedbd2',
  '#c8c4b9',
  '#9d988b',
  '#67635a',
  '#514d45',
  '#37342e',
  '#22201c',
];

const SYSTEM_FONTS =
  '-apple-system, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", "Helvetica Neue", Arial, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", system-ui, sans-serif';

export const theme = createTheme({
  colors: { moss, gray: stone },
  primaryColor: 'moss',
  primaryShade: 8,
  autoContrast: true,
  black: '#22201c',
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
