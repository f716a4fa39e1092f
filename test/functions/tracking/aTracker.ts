/** A tracker over the memory store, with one write key, and what tests ask of it. */
import type { Json, JsonObject } from '../../../core/json.ts';
import type { KeptRejection } from '../../../core/rejected.ts';
import type { ContainerParts } from '../../../functions/shared/container.ts';
import { isObject, type MessageType } from '../../../functions/tracking/message.ts';
import { Tracker } from '../../../functions/tracking/track.ts';
import { aContainer, type ContainerWorld } from '../../support/aContainer.ts';

export const WRITE_KEY = 'write_test';
export const KEYS = JSON.stringify([
  { name: 'web', kind: 'write', writeKey: WRITE_KEY },
  { name: 'other', kind: 'write', writeKey: 'write_other' },
  { name: 'admin', kind: 'admin', writeKey: 'admin_test' },
]);

export function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
}

export interface Heard {
  readonly status: number;
  readonly body: JsonObject;
}

export interface TrackerWorld extends ContainerWorld {
  readonly tracker: Tracker;
  /** Posts a message with the key. */
  readonly post: (call: MessageType | 'batch', message: Json) => Promise<Heard>;
  readonly postText: (
    call: MessageType | 'batch',
    body: string,
    authorization?: string | null,
  ) => Promise<Heard>;
  readonly rejected: () => Promise<KeptRejection[]>;
}

export async function aTracker(overrides: Partial<ContainerParts> = {}): Promise<TrackerWorld> {
  const world = aContainer(overrides);
  await world.store.putValue('keys', KEYS);
  const tracker = new Tracker(world.container);
  const postText: TrackerWorld['postText'] = async (call, body, authorization = basic(WRITE_KEY)) => {
    const answer = await tracker.track({ call, authorization, body });
    const json: unknown = JSON.parse(answer.body);
    return { status: answer.status, body: isObject(json) ? json : {} };
  };
  return {
    ...world,
    tracker,
    postText,
    post: (call, message) => postText(call, JSON.stringify(message)),
    rejected: () => world.container.rejects.listRejected({ before: null, limit: 100 }),
  };
}
