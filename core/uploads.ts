/**
 * Files beside the API, whose bodies are small: a client puts a file to import, and fetches the rejects of one, by a link that runs
 * out within the hour. What was uploaded is read by the job it is named to, and by nothing else.
 */

export interface UploadOffer {
  /** What an import is told: the key of the blob, which lies under `uploads/`. */
  readonly upload: string;
  /** Where the bytes are `PUT`, with these headers. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Uploads {
  offer(): Promise<UploadOffer>;
  /** Where the blob of this key can be fetched. */
  link(key: string): Promise<string>;
}
