import { type EngineEnvironment, MAX_PARSER_STEPS } from "../forwarding/engine.js";
import type {
  DataExpression,
  ExtractTarget,
  Field,
  Header,
  KeyPart,
  ParserOperation,
  ParserState,
  Primitive,
  Transition,
} from "../model/index.js";
import { extractVariableField } from "../phv/extract.js";
import { calculationText } from "./calculations.js";
import type { Code } from "./code.js";
import { ExpressionCompiler } from "./expressions.js";
import { PrimitiveCompiler } from "./primitives.js";
import { scopeOf } from "./scope.js";
import { bitsAt } from "./slices.js";

/** The function of the parser and of the checksums that follow it, `(packet)`. */
export function parserFunction(code: Code, environment: EngineEnvironment): string {
  const { parser, errors } = environment.state.program;
  return code.define(parser, "parser", (own) => {
    own.block("(packet) =>", () => {
      own.line("const phv = packet.phv; const bytes = packet.bytes; const length = bytes.length;");
      own.line("let at = 0;");
      own.line(`packet.parserError = ${errors.noError};`);
      own.line("parsing: {");
      new ParserWriter(own, environment).write();
      own.line("}");
      own.line("packet.payloadOffset = at;");
      const { stages } = environment.state;
      own.line(`${own.bind("parsed", stages.parsed)}[0] += 1;`);
      const noted = `${own.bind("stages", stages)}.parserError(packet.parserError);`;
      own.line(`if (packet.parserError !== ${errors.noError}) ${noted}`);
      writeChecksums(own, environment);
    });
  });
}

class ParserWriter {
  private readonly compiler: ExpressionCompiler;
  private readonly primitives: PrimitiveCompiler;

  constructor(
    private readonly code: Code,
    private readonly environment: EngineEnvironment,
  ) {
    this.compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
    this.primitives = new PrimitiveCompiler(this.compiler, environment);
  }

  private get errors() {
    return this.environment.state.program.errors;
  }

  write(): void {
    const { states, start } = this.environment.state.program.parser;
    if (start < 0) return;
    this.code.line(`let state = ${start}; let steps = 0;`);
    this.code.block("for (;;)", () => {
      this.code.line(`if (steps++ >= ${MAX_PARSER_STEPS}) { ${this.failure(this.errors.parserTimeout)} }`);
      this.code.block("switch (state)", () => {
        for (const state of states) this.code.block(`case ${state.index}:`, () => this.state(state));
      });
    });
  }

  private failure(error: number): string {
    return `packet.parserError = ${error}; break parsing;`;
  }

  private go(next: number): string {
    return next < 0 ? "break parsing;" : `state = ${next}; continue;`;
  }

  private state(state: ParserState): void {
    for (const operation of state.operations) this.code.block("", () => this.operation(operation));
    const parts = state.key.map((part) => this.keyPart(part));
    for (const transition of state.key.length === 0 ? [] : state.transitions) {
      const condition = this.matches(transition, state.key, parts);
      if (condition !== "false") this.code.line(`if (${condition}) { ${this.go(transition.next)} }`);
    }
    this.code.line(this.go(state.defaultNext));
  }

  /** The words of a key part, cut to its width. */
  private keyPart(part: KeyPart): readonly string[] {
    this.needLookahead(part.value);
    return this.compiler.cutWords(part.value, part.width).map((word) => this.code.keep(word));
  }

  private matches(
    transition: Transition,
    key: readonly KeyPart[],
    parts: readonly (readonly string[])[],
  ): string {
    if (transition.kind === "valueSet") {
      const set = this.code.bind("valueSet", this.environment.state.valueSets[transition.valueSet]);
      const values = parts.map((words) => bigOf(words)).join(", ");
      return `${set}.contains([${values}], ${this.code.bind("masks", transition.masks)})`;
    }
    const conditions = key.flatMap((part, index) =>
      partConditions(
        part.width,
        parts[index] ?? [],
        transition.values[index] ?? 0n,
        transition.masks[index] ?? 0n,
      ),
    );
    if (conditions.includes("false")) return "false";
    return conditions.length === 0 ? "true" : conditions.join(" && ");
  }

  private operation(operation: ParserOperation): void {
    switch (operation.kind) {
      case "extract":
        this.extract(operation.target, undefined);
        return;
      case "extractVariable":
        this.extract(operation.target, operation.length);
        return;
      case "verify": {
        const condition = this.compiler.condition(operation.condition);
        this.code.block(`if (!${condition})`, () => {
          this.code.line(
            `packet.parserError = ${this.compiler.boundedIndex(operation.error)}; break parsing;`,
          );
        });
        return;
      }
      case "advance":
        this.advance(operation.bits);
        return;
      case "primitive":
        this.primitive(operation.primitive);
    }
  }

  private primitive(primitive: Primitive): void {
    if (primitive.kind === "assign") this.needLookahead(primitive.value);
    this.primitives.compile(primitive);
  }

  private needLookahead(value: DataExpression): void {
    if (value.kind === "lookahead") this.need(String(Math.ceil((value.bitOffset + value.width) / 8)));
  }

  /** Fails unless so many bytes are left. */
  private need(bytes: string): void {
    this.code.line(`if (length - at < ${bytes}) { ${this.failure(this.errors.packetTooShort)} }`);
  }

  private advance(bits: DataExpression): void {
    const amount = this.code.keep(this.compiler.boundedIndex(bits));
    const invalid = this.failure(this.errors.parserInvalidArgument);
    this.code.line(`if (${amount} % 8 !== 0 || ${amount} < 0) { ${invalid} }`);
    this.need(`${amount} / 8`);
    this.code.line(`at += ${amount} / 8;`);
  }

  private extract(target: ExtractTarget, length: DataExpression | undefined): void {
    if (target.kind === "header") {
      this.extractHeader(target.header, this.variableBits(target.header, length));
      return;
    }
    const { elements, nextOffset } = target.stack;
    const bits = length === undefined ? undefined : this.code.keep(this.compiler.boundedIndex(length));
    this.code.block(`switch (phv[${nextOffset}])`, () => {
      for (const [index, element] of elements.entries()) {
        const header = "members" in element ? element.members[memberOf(target)] : element;
        if (header === undefined) continue;
        this.code.block(`case ${index}:`, () => {
          this.extractHeader(header, bits);
          this.code.line("break;");
        });
      }
      this.code.line(`default: ${this.failure(this.errors.stackOutOfBounds)}`);
    });
    this.code.line(`phv[${nextOffset}] += 1;`);
  }

  private variableBits(header: Header, length: DataExpression | undefined): string | undefined {
    if (length === undefined || header.variableField === undefined) return undefined;
    return this.code.keep(this.compiler.boundedIndex(length));
  }

  private extractHeader(header: Header, variableBits: string | undefined): void {
    const { fixedBits, variableField } = header;
    if (variableBits === undefined || variableField === undefined) {
      this.need(String(fixedBits / 8));
      for (const field of header.fields) this.extractField(field, field.bitOffset);
      this.valid(header);
      this.code.line(`at += ${fixedBits / 8};`);
      return;
    }
    const { parserInvalidArgument, headerTooShort } = this.errors;
    this.code.line(
      `if (${variableBits} % 8 !== 0 || ${variableBits} < 0) { ${this.failure(parserInvalidArgument)} }`,
    );
    this.need(`(${variableBits} + ${fixedBits}) / 8`);
    this.code.line(`if (${variableBits} > ${variableField.width}) { ${this.failure(headerTooShort)} }`);
    this.extractAround(header, variableField, variableBits);
    this.valid(header);
    this.code.line(`at += (${variableBits} + ${fixedBits}) / 8;`);
  }

  /** Fields in front of the variable one, that one, and fields behind it. */
  private extractAround(header: Header, variable: Field, bits: string): void {
    const extract = this.code.bind("extractVariableField", extractVariableField);
    for (const field of header.fields) {
      if (field.index < variable.index) this.extractField(field, field.bitOffset);
    }
    const object = this.code.bind("field", variable);
    this.code.line(`${extract}(phv, bytes, at * 8 + ${variable.bitOffset}, ${object}, ${bits});`);
    const behind = header.fields.filter((field) => field.index > variable.index);
    if (behind.length === 0) return;
    this.code.line(`at += ${bits} / 8;`);
    for (const field of behind) this.extractField(field, field.bitOffset);
    this.code.line(`at -= ${bits} / 8;`);
  }

  private extractField(field: Field, bitOffset: number): void {
    const first = field.width - 32 * (field.words - 1);
    for (let word = 0; word < field.words; word++) {
      const start = bitOffset + (word === 0 ? 0 : first + 32 * (word - 1));
      const width = word === 0 ? first : 32;
      if (width > 0) this.code.line(`phv[${field.offset + word}] = ${bitsAt("at", start, width)};`);
    }
  }

  private valid(header: Header): void {
    this.code.line(`phv[${header.validOffset}] = 1;`);
    for (const sibling of header.siblings) this.code.line(`phv[${sibling}] = 0;`);
  }
}

function memberOf(target: ExtractTarget): number {
  return target.kind === "unionStack" ? target.member : 0;
}

function bigOf(words: readonly string[]): string {
  return words.map((word, index) => `(BigInt(${word}) << ${32 * (words.length - 1 - index)}n)`).join(" | ");
}

/** Conditions for a part to equal a value under a mask; a value wider than the part is never met. */
function partConditions(width: number, words: readonly string[], value: bigint, mask: bigint): string[] {
  const full = (1n << BigInt(width)) - 1n;
  if ((value & mask & ~full) !== 0n) return ["false"];
  return words.flatMap((word, index) => {
    const shift = BigInt(32 * (words.length - 1 - index));
    const [wordFull, wordMask, wordValue] = [full, mask & full, value & mask].map(
      (whole) => (whole >> shift) & 0xffffffffn,
    );
    if (wordMask === 0n) return [];
    if (wordMask === wordFull) return [`${word} === ${wordValue}`];
    return [`((${word} & ${wordMask}) >>> 0) === ${wordValue}`];
  });
}

function writeChecksums(code: Code, environment: EngineEnvironment): void {
  code.line("packet.checksumError = false;");
  const compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
  for (const { target, calculation, condition } of environment.state.program.verifiedChecksums) {
    code.block(`if (phv[${target.validOffset}] !== 0)`, () => {
      const applies = condition === undefined ? "true" : compiler.condition(condition);
      code.block(`if (${applies})`, () => {
        const { kind, text } = calculationText(code, environment, calculation);
        const value = kind === "number" ? `BigInt(${text})` : text;
        const narrow = kind === "number" && target.width <= 32;
        const stored = { kind: "field", field: target } as const;
        const differs = narrow
          ? `${text} !== ${compiler.number(stored)}`
          : `${value} !== ${compiler.big(stored)}`;
        code.line(`if (${differs}) packet.checksumError = true;`);
      });
    });
  }
}
