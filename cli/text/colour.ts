/**
 * Colour, used for one thing: the stage of a relationship. Identification blue, development teal, stability indigo, decline
 * amber; never red, for decline is no error. Everything else is told apart by words and weight.
 */

const STAGE_COLOURS: Readonly<Record<string, number>> = {
  identification: 33,
  development: 37,
  stability: 62,
  decline: 172,
};

export interface Paint {
  /** A chip such as `[Decline]`. */
  chip(stage: string, word: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export const PLAIN: Paint = {
  chip: (_stage, word) => `[${word}]`,
  strong: (text) => text,
  faint: (text) => text,
};

const COLOURED: Paint = {
  chip: (stage, word) => {
    const colour = STAGE_COLOURS[stage];
    return colour === undefined ? `[${word}]` : `\u001b[38;5;231;48;5;${colour}m ${word} \u001b[0m`;
  },
  strong: (text) => `\u001b[1m${text}\u001b[0m`,
  faint: (text) => `\u001b[2m${text}\u001b[0m`,
};

/** Colour only for a terminal that shows it and a person who did not turn it off (no-color.org). */
export function paintFor(isTty: boolean, environment: Readonly<Record<string, string | undefined>>): Paint {
  const off = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isTty && !off ? COLOURED : PLAIN;
}
