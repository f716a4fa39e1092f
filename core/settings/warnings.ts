/** What settings allow and that does nothing, or not what it seems to: no reason to refuse them, and every reason to say it. */
import { CAPPED_CLASSES } from '../message/capScope.ts';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import type { Settings } from './settings.ts';
import { both, hoursOf, openHours } from './weekHours.ts';

export interface SettingsWarning {
  /** Dotted, as in `messages.caps.0`. */
  readonly path: string;
  readonly message: string;
}

/** Caps and budgets on messages that are never held back for them. */
function powerless({ messages }: Settings): SettingsWarning[] {
  const caps = messages.caps.flatMap((cap, i) =>
    cap.class === undefined || CAPPED_CLASSES.includes(cap.class)
      ? []
      : [{ path: `messages.caps.${i}`, message: `${cap.class} messages are never held back by a cap` }],
  );
  const budgets = messages.budgets.flatMap((budget, i) =>
    budget.class === undefined || CAPPED_CLASSES.includes(budget.class)
      ? []
      : [
          {
            path: `messages.budgets.${i}`,
            message: `${budget.class} messages are charged to it, and never held back by it`,
          },
        ],
  );
  return [...caps, ...budgets];
}

function unknownJourneys({ messages }: Settings, journeys: readonly string[]): SettingsWarning[] {
  return messages.budgets.flatMap(({ journey }, i) =>
    journey === undefined || journeys.includes(journey)
      ? []
      : [
          {
            path: `messages.budgets.${i}.journey`,
            message: `no journey "${journey}" is published; the budget is of nothing until it is`,
          },
        ],
  );
}

/** Hours that quiet hours leave nothing of. */
function neverOpen({ messages, jurisdictions }: Settings): SettingsWarning[] {
  const { quietHours, unknownZoneWindow } = messages;
  return CONSENT_CHANNELS.flatMap((channel) => {
    const places = Object.entries(jurisdictions).flatMap(([id, rules]) => {
      const { windows } = rules[channel];
      if (windows.length === 0 || openHours(quietHours, channel, windows).length > 0) return [];
      const message = `quiet hours leave nothing of the hours ${id} allows: no ${channel} goes there`;
      return [{ path: `jurisdictions.${id}.${channel}.windows`, message }];
    });
    const unknown = both(hoursOf([unknownZoneWindow]), openHours(quietHours, channel));
    if (unknown.length > 0) return places;
    const message = `all of it is quiet for ${channel}: people of unknown zone are written to in it all the same`;
    return [...places, { path: 'messages.unknownZoneWindow', message }];
  });
}

/** `journeys`: ids of those that are published. */
export function settingsWarnings(settings: Settings, journeys: readonly string[]): SettingsWarning[] {
  return [...powerless(settings), ...unknownJourneys(settings, journeys), ...neverOpen(settings)];
}
