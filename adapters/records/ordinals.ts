/**
 * Where to look next for a place for yet another identical row of one import: the ordinals before it are known to be
 * taken by this import. A hint only; without one a store tries from the first ordinal on. Holds nothing for rows that
 * occur once, and forgets everything with the next import.
 */
export class Ordinals {
  private importId = 0;
  private readonly taken = new Map<string, number>();

  /** The lowest ordinal that this import may not have shown yet. */
  first(importId: number, id: string): number {
    return importId === this.importId ? (this.taken.get(id) ?? 0) + 1 : 1;
  }

  /** This import has shown the row `id` under every ordinal up to this one. */
  take(importId: number, id: string, ordinal: number): void {
    if (importId !== this.importId) this.forget();
    this.importId = importId;
    if (ordinal > 1) this.taken.set(id, ordinal);
  }

  /** Needed where marks of this import were rolled back. */
  forget(): void {
    this.taken.clear();
  }
}
