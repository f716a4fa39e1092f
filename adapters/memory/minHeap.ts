/** A binary heap: the first by `compare` is on top. Push and pop in O(log n), building in O(n). */
export class MinHeap<T> {
  private readonly items: T[] = [];
  private readonly compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  get size(): number {
    return this.items.length;
  }

  top(): T | undefined {
    return this.items[0];
  }

  values(): readonly T[] {
    return this.items;
  }

  push(item: T): void {
    this.items.push(item);
    this.rise(this.items.length - 1, item);
  }

  pop(): T | undefined {
    const top = this.items[0];
    const last = this.items.pop();
    if (last !== undefined && this.items.length > 0) this.sink(0, last);
    return top;
  }

  /** Adds many at once. */
  pushAll(items: readonly T[]): void {
    if (items.length < this.items.length) {
      for (const item of items) this.push(item);
      return;
    }
    for (const item of items) this.items.push(item);
    for (let i = (this.items.length >>> 1) - 1; i >= 0; i -= 1) {
      const item = this.items[i];
      if (item !== undefined) this.sink(i, item);
    }
  }

  private rise(from: number, item: T): void {
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >>> 1;
      const parent = this.items[parentAt];
      if (parent === undefined || this.compare(item, parent) >= 0) break;
      this.items[at] = parent;
      at = parentAt;
    }
    this.items[at] = item;
  }

  private sink(from: number, item: T): void {
    const { items } = this;
    let at = from;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = items[childAt];
      if (child === undefined) break;
      const right = items[childAt + 1];
      if (right !== undefined && this.compare(right, child) < 0) {
        childAt += 1;
        child = right;
      }
      if (this.compare(child, item) >= 0) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = item;
  }
}
