/** First in, first out, without moving what is in it. */
export class Queue<T> {
  private items: (T | undefined)[] = new Array(16).fill(undefined);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** What comes out next. */
  get first(): T | undefined {
    return this.count === 0 ? undefined : this.items[this.head];
  }

  push(item: T): void {
    if (this.count === this.items.length) this.grow();
    this.items[(this.head + this.count) & (this.items.length - 1)] = item;
    this.count += 1;
  }

  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.count -= 1;
    return item;
  }

  private grow(): void {
    const size = this.items.length;
    const items = new Array<T | undefined>(size * 2).fill(undefined);
    for (let index = 0; index < size; index++) items[index] = this.items[(this.head + index) & (size - 1)];
    this.items = items;
    this.head = 0;
  }
}
