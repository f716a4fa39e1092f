/** `GET /v1/settings`, `PUT /v1/settings` and `POST /v1/settings/validate`: the whole document, YAML or JSON. */
import * as z from 'zod';
import type { Container } from '../../shared/container.ts';
import { Problem } from '../../shared/problem.ts';
import { checkSettings } from '../../shared/settingsDocument.ts';
import { keepSettings } from '../../shared/settingsInForce.ts';
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

/** Throws a `Problem` of status 409 where the settings moved on since the version that `If-Match` names. */
function checkVersion({ settingsVersion }: Container, { headers }: RouteRequest): void {
  const wanted = headers['if-match'];
  if (wanted === undefined || wanted === '*' || wanted.replaceAll('"', '') === String(settingsVersion))
    return;
  throw new Problem({
    status: 409,
    code: 'settings-moved',
    title: 'The settings are others by now',
    detail: `version ${wanted} was changed; version ${settingsVersion} is in force, and nothing was written`,
    remedy: 'read them again (perennial settings show), make the change there and send it again',
  });
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
    checkVersion(container, request);
    const before = container.settingsVersion;
    await container.writeSettings?.(text);
    if (JSON.stringify(settings) !== JSON.stringify(container.settings)) {
      await keepSettings(container.store, settings, before);
      await container.inForce();
    }
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
