/** Which events were applied, by source and message id: a set of ids a source, so no pair is ever joined to a new text. */
export class SeenEvents {
  private readonly bySource = new Map<string, Set<string>>();

  has(source: string, messageId: string): boolean {
    return this.bySource.get(source)?.has(messageId) ?? false;
  }

  add(source: string, messageId: string): void {
    const known = this.bySource.get(source);
    if (known === undefined) this.bySource.set(source, new Set([messageId]));
    else known.add(messageId);
  }

  /** Forgets events whose message id is one of these. */
  forget(isForgotten: (messageId: string) => boolean): void {
    for (const known of this.bySource.values())
      for (const messageId of known) if (isForgotten(messageId)) known.delete(messageId);
  }
}
