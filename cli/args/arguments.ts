/** The words of one call, parsed and checked: what a command reads instead of `argv`. */

export class Arguments {
  readonly operands: readonly string[];
  private readonly values: ReadonlyMap<string, string>;
  private readonly switches: ReadonlySet<string>;

  constructor(
    operands: readonly string[],
    values: ReadonlyMap<string, string> = new Map(),
    switches: ReadonlySet<string> = new Set(),
  ) {
    this.operands = operands;
    this.values = values;
    this.switches = switches;
  }

  text(option: string): string | undefined {
    return this.values.get(option);
  }

  /** Value of an option its specification calls required. */
  required(option: string): string {
    const value = this.values.get(option);
    if (value === undefined) throw new Error(`--${option} was read as required and is not`);
    return value;
  }

  /** The first operand of a command that has one. */
  operand(): string {
    const [first] = this.operands;
    if (first === undefined) throw new Error('an operand was read that the command does not have');
    return first;
  }

  flag(option: string): boolean {
    return this.switches.has(option);
  }

  /** Value of an option of kind `number`, `whole` or `port`. */
  number(option: string): number | undefined {
    const value = this.values.get(option);
    return value === undefined ? undefined : Number(value);
  }

  /** Value of an option of kind `whole` or `port`. */
  whole(option: string): number | undefined {
    const value = this.values.get(option);
    return value === undefined ? undefined : Number(value);
  }

  /** A comma-separated value without its empty parts. */
  list(option: string): readonly string[] | undefined {
    return this.values
      .get(option)
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
}
