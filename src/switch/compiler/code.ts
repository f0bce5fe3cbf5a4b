/** What all parts of one piece of generated code share. */
interface Shared {
  readonly names: Map<unknown, string>;
  readonly values: Record<string, unknown>;
  readonly definitions: string[];
  count: number;
}

/** Collects JavaScript and the values it refers to, and turns both into functions. */
export class Code {
  private readonly lines: string[] = [];

  constructor(
    private readonly shared: Shared = { names: new Map(), values: {}, definitions: [], count: 0 },
  ) {}

  /** Adds a line. */
  line(text: string): void {
    this.lines.push(text);
  }

  /** Adds `head { … }`. */
  block(head: string, body: () => void): void {
    this.line(`${head} {`);
    body();
    this.line("}");
  }

  /** A name that nothing else has. */
  fresh(prefix: string): string {
    this.shared.count += 1;
    return `${prefix}${this.shared.count}`;
  }

  /** Keeps the value of an expression under a fresh name. */
  keep(expression: string, prefix = "v"): string {
    const name = this.fresh(prefix);
    this.line(`const ${name} = ${expression};`);
    return name;
  }

  /** The name under which generated code finds a value; the same value has one name. */
  bind(prefix: string, value: unknown): string {
    const known = this.shared.names.get(value);
    if (known !== undefined) return known;
    const name = this.fresh(prefix);
    this.shared.names.set(value, name);
    this.shared.values[name] = value;
    return name;
  }

  /** The name of a function that stands for `key`; `make` writes it when it is asked for first. */
  define(key: unknown, prefix: string, make: (code: Code) => void): string {
    const known = this.shared.names.get(key);
    if (known !== undefined) return known;
    const name = this.fresh(prefix);
    this.shared.names.set(key, name);
    const own = new Code(this.shared);
    make(own);
    this.shared.definitions.push(`const ${name} = ${own.text};`);
    return name;
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** The whole text, as it runs. */
  get source(): string {
    const names = Object.keys(this.shared.values);
    const head = `"use strict";\nconst { ${names.join(", ")} } = bound;`;
    return [head, ...this.shared.definitions, this.text].join("\n");
  }

  /** Runs the code with its values at hand; it must end in a `return`. */
  run(): unknown {
    return new Function("bound", this.source)(this.shared.values);
  }
}
