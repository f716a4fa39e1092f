/**
 * A document too large for a table, versioned: the content lies in blobs, each version under a key of its own, and a small named
 * value says which is in force. Taking its place is one conditional write of that value, so a reader has the old whole or the new
 * whole; what it takes the place of is removed afterwards, and a reader who came too late looks once more.
 */
import type { Blobs } from './blobs.ts';
import type { Json } from './json.ts';
import type { ConfigStore } from './ports.ts';

/** What is asked of the place documents lie in. */
export type DocumentBlobs = Pick<Blobs, 'read' | 'write' | 'list' | 'remove'>;

export interface DocumentPlace {
  readonly store: Pick<ConfigStore, 'getValue' | 'replaceValue'>;
  readonly blobs: DocumentBlobs;
  /** Of the named value, and of the folder under `documents/`. */
  readonly name: string;
}

/** What is known of a document without reading it: which version it is, where it lies, and what its writer said of it. */
export interface DocumentHead {
  /** 1, 2, …; grows with each that takes its place. */
  readonly version: number;
  readonly key: string;
  readonly about: Json;
}

const TRIES = 5;

export const DOCUMENTS = 'documents/';

function folderOf({ name }: DocumentPlace): string {
  return `${DOCUMENTS}${name}/`;
}

function parsed(json: string | null): DocumentHead | null {
  if (json === null) return null;
  const head: DocumentHead = JSON.parse(json);
  return head;
}

/** Null where there is none yet. */
export async function documentHead({ store, name }: Pick<DocumentPlace, 'store' | 'name'>) {
  return parsed(await store.getValue(name));
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.byteLength;
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** The document in force, in memory of its own; null where there is none. */
export async function readDocument(
  place: DocumentPlace,
): Promise<{ readonly head: DocumentHead; readonly content: Uint8Array } | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const head = await documentHead(place);
    if (head === null) return null;
    const chunks = await place.blobs.read(head.key);
    if (chunks !== null) return { head, content: await joined(chunks) };
  }
  throw new Error(`the document ${place.name} names a blob that is not there`);
}

async function removeOthers(place: DocumentPlace, head: DocumentHead): Promise<void> {
  for await (const page of place.blobs.list(folderOf(place))) {
    const others = page.map(({ key }) => key).filter((key) => key < head.key);
    if (others.length > 0) await place.blobs.remove(others);
  }
}

function keyOf(place: DocumentPlace, version: number, writer: string): string {
  return `${folderOf(place)}${String(version).padStart(9, '0')}-${writer}`;
}

/** A new content, and what is said of it. */
interface Next {
  readonly content: string | Uint8Array;
  readonly about: Json;
}

function writtenByOthers({ name }: DocumentPlace): Error {
  return new Error(`the document ${name} is written by others again and again`);
}

/** The head of the next version; null where what is in force is no longer `expected`. */
async function replaced(
  place: DocumentPlace,
  expected: string | null,
  { content, about }: Next,
  writer: string,
): Promise<DocumentHead | null> {
  const version = (parsed(expected)?.version ?? 0) + 1;
  const head = { version, key: keyOf(place, version, writer), about };
  await place.blobs.write(head.key, content);
  if (await place.store.replaceValue(place.name, expected, JSON.stringify(head))) {
    await removeOthers(place, head);
    return head;
  }
  await place.blobs.remove([head.key]);
  return null;
}

/**
 * Changes a document: `change` is given what is in force (null where nothing is) and the version it makes, and is asked again where
 * another came first. So of two changes at once neither is lost.
 */
export async function changeDocument(
  place: DocumentPlace,
  change: (before: Uint8Array | null, version: number) => Next | Promise<Next>,
  writer: string,
): Promise<DocumentHead> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const expected = await place.store.getValue(place.name);
    const before = parsed(expected);
    const chunks = before === null ? null : await place.blobs.read(before.key);
    if (before !== null && chunks === null) continue;
    const version = (before?.version ?? 0) + 1;
    const next = await change(chunks === null ? null : await joined(chunks), version);
    const head = await replaced(place, expected, next, writer);
    if (head !== null) return head;
  }
  throw writtenByOthers(place);
}

/**
 * Puts a document into force. `writer` is unique among those that write at once, so that none writes into another's blob; the
 * later of two takes the place of the earlier.
 */
export async function putDocument(
  place: DocumentPlace,
  content: string | Uint8Array,
  { about, writer }: { readonly about: Json; readonly writer: string },
): Promise<DocumentHead> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const head = await replaced(place, await place.store.getValue(place.name), { content, about }, writer);
    if (head !== null) return head;
  }
  throw writtenByOthers(place);
}
