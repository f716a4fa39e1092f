/** The console's icons: drawn on a 20 × 20 grid in one stroke, coloured by the text around them, silent to readers. */

const PATHS = {
  mailbox: 'M3 5.5h14v9H3zM3.4 6 10 11l6.6-5',
  people:
    'M7.5 9.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM2.8 16c.3-2.7 2.2-4.2 4.7-4.2s4.4 1.5 4.7 4.2M13 4.6a2.4 2.4 0 0 1 0 4.7M14.3 12c1.7.4 2.7 1.7 2.9 3.7',
  journey: 'M5 4.5h6.5a2.75 2.75 0 0 1 0 5.5h-3a2.75 2.75 0 0 0 0 5.5H15M15 13.3l2.3 2.2-2.3 2.2M5 4.5H3.5',
  bubble:
    'M4.5 4h11A1.5 1.5 0 0 1 17 5.5v6a1.5 1.5 0 0 1-1.5 1.5H9l-3.8 3v-3h-.7A1.5 1.5 0 0 1 3 11.5v-6A1.5 1.5 0 0 1 4.5 4Z',
  plug: 'M7.5 3v3.5M12.5 3v3.5M5.5 6.5h9v3a4.5 4.5 0 0 1-9 0zM10 14v3',
  shield: 'M10 2.8 4 5v4.5c0 3.8 2.5 6.4 6 7.7 3.5-1.3 6-3.9 6-7.7V5zM7.3 9.9l2 2 3.5-3.8',
  broadcast:
    'M10 10h.01M6.8 13.2a4.5 4.5 0 0 1 0-6.4M13.2 6.8a4.5 4.5 0 0 1 0 6.4M4.5 15.5a7.8 7.8 0 0 1 0-11M15.5 4.5a7.8 7.8 0 0 1 0 11',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17',
  phone: 'M6.5 2.8h7a1 1 0 0 1 1 1v12.4a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM9 14.8h2',
  desktop: 'M3 4h14v9H3zM10 13v3M7 16.3h6',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M15.3 4.7 14 6M6 14l-1.3 1.3',
  moon: 'M16.5 11.7A6.7 6.7 0 0 1 8.3 3.5a6.7 6.7 0 1 0 8.2 8.2Z',
  eye: 'M2.5 10c1.8-3.2 4.4-4.8 7.5-4.8s5.7 1.6 7.5 4.8c-1.8 3.2-4.4 4.8-7.5 4.8S4.3 13.2 2.5 10ZM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  chip: 'M6 6h8v8H6zM8 6V3.5M12 6V3.5M8 16.5V14M12 16.5V14M6 8H3.5M6 12H3.5M16.5 8H14M16.5 12H14',
  click: 'm8.5 8.5 8 3-3.4 1.6-1.6 3.4zM5.5 5.5 4 4M9 4.5V2.5M4.5 9h-2',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  stop: 'M6 6l8 8M14 6l-8 8',
  choose: 'M6.5 8 10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6.3V10l2.5 1.8',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  forward: 'M8 4.5 13.5 10 8 15.5',
  branch: 'M10 3v4M10 7c0 3-5 3-5 6v3.5M10 7c0 3 5 3 5 6v3.5',
  leave: 'M8 4H4v12h4M9 10h8M14 7l3 3-3 3',
  bag: 'M4.5 7h11l-.7 9.5H5.2zM7.3 9V5.8a2.7 2.7 0 0 1 5.4 0V9',
  flag: 'M5 17V3.5M5 4.3h9.5l-2 3 2 3H5',
  person: 'M10 9.8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4.3 16.7c.4-3 2.7-4.7 5.7-4.7s5.3 1.7 5.7 4.7',
  spark: 'M3 14.5 7.5 9l3 3L17 5M12.5 5H17v4.5',
  hand: 'M4 12.5 8 16l8-10',
  flask: 'M8 3v5L3.8 15.3a1 1 0 0 0 .9 1.5h10.6a1 1 0 0 0 .9-1.5L12 8V3M7 3h6M6 12.5h8',
  pencil: 'm4 16 .8-3.4L13.2 4.2l2.6 2.6-8.4 8.4zM11.5 6l2.6 2.6',
  again: 'M16 10a6 6 0 1 1-1.8-4.3M14.6 2.8v3.1h-3.1',
  alert: 'M10 3.5 2.8 16.3h14.4zM10 8.3v3.7M10 14.3h.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
