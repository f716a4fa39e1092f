/** `GET /v1/settings`, `PUT /v1/settings` and `POST /v1/settings/validate`: the whole document, YAML or JSON. */
import * as z from 'zod';
import type { Settings } from '../../../core/settings/settings.ts';
import type { Container } from '../../shared/container.ts';
import { Problem } from '../../shared/problem.ts';
import { checkSettings } from '../../shared/settingsDocument.ts';
import { keepSettings, replaceSettings } from '../../shared/settingsInForce.ts';
import type { Route, RouteRequest } from './route.ts';

/** No settings document has a field of this name. */
const inEnvelope = z.strictObject({ source: z.string() });

/** The document of a request: its body, or `source` in it. */
function textOf({ body }: RouteRequest): string {
  try {
    return inEnvelope.parse(JSON.parse(body ?? '')).source;
  } catch {
    return body ?? '';
  }
}

async function checked({ store }: Container, request: RouteRequest) {
  const text = textOf(request);
  const journeys = (await store.journeys()).map(({ id }) => id);
  return { text, ...checkSettings(text, journeys) };
}

export function showSettings(container: Container): Route {
  return async () => {
    await container.inForce();
    return { settings: container.settings, version: container.settingsVersion };
  };
}

export function validateSettings(container: Container): Route {
  return async (request) => {
    const { settings, problems } = await checked(container, request);
    return { valid: settings !== null, problems };
  };
}

function moved(wanted: string | undefined, now: number | string): Problem {
  return new Problem({
    status: 409,
    code: 'settings-moved',
    title: 'The settings are others by now',
    detail: `version ${wanted ?? ''} was changed; version ${now} is in force, and nothing was written`,
    remedy: 'read them again (perennial settings show), make the change there and send it again',
  });
}

/** The version a change must rest on; null where any will do. */
function wantedVersion({ headers }: RouteRequest): string | null {
  const wanted = headers['if-match'];
  return wanted === undefined || wanted === '*' ? null : wanted.replaceAll('"', '');
}

/** Puts them into force. Throws a `Problem` of status 409 where another process did so since the version that is rested on. */
async function keep(container: Container, settings: Settings, wanted: string | null): Promise<void> {
  const { store, settingsVersion: inUse } = container;
  if (wanted === null) await keepSettings(store, settings, inUse);
  else if ((await replaceSettings(store, settings, inUse, inUse)) === null)
    throw moved(wanted, 'a later one');
  await container.inForce();
}

/** One change at a time, so that the version a change rests on is still the one in force when it is written. */
const turns = new WeakMap<Container['store'], Promise<unknown>>();

/** Checks the whole document and puts it into force. Throws a `Problem` of status 422 that names every line that is wrong. */
export function putSettings(container: Container): Route {
  const put = async (request: RouteRequest) => {
    const { text, settings, problems } = await checked(container, request);
    if (settings === null) {
      throw new Problem({
        status: 422,
        code: 'settings-invalid',
        title: 'The settings cannot be used',
        detail: `${problems.length} ${problems.length === 1 ? 'field is' : 'fields are'} wrong; nothing was written`,
        remedy: 'correct the fields named and send the whole document again',
        problems,
      });
    }
    await container.inForce();
    const wanted = wantedVersion(request);
    const before = container.settingsVersion;
    if (wanted !== null && wanted !== String(before)) throw moved(wanted, before);
    await container.writeSettings?.(text);
    if (JSON.stringify(settings) !== JSON.stringify(container.settings))
      await keep(container, settings, wanted);
    const { settingsVersion: version } = container;
    return { version, changed: version !== before, problems };
  };
  return (request) => {
    const before = turns.get(container.store) ?? Promise.resolve();
    const answer = before.then(() => put(request));
    turns.set(
      container.store,
      answer.catch(() => {}),
    );
    return answer;
  };
}
