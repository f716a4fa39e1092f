/** What the shop was told, by customer and name of the event: each must be applied once. */

export class ToldEvents {
  private readonly ids = new Map<string, Map<string, Set<string>>>();

  add(customerId: string, name: string, id: string): void {
    const names = this.ids.get(customerId) ?? new Map<string, Set<string>>();
    this.ids.set(customerId, names);
    const known = names.get(name) ?? new Set<string>();
    names.set(name, known.add(id));
  }

  /** How many events of each name. */
  of(customerId: string): ReadonlyMap<string, number> {
    const names = this.ids.get(customerId) ?? new Map<string, Set<string>>();
    return new Map([...names].map(([name, ids]) => [name, ids.size]));
  }
}
