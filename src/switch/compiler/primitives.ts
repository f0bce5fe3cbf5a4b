import { assert } from "../../base/index.js";
import { drawBetween } from "../arithmetic.js";
import { type EngineEnvironment, ProgramAssertion } from "../forwarding/engine.js";
import { formatLog } from "../forwarding/log-format.js";
import type {
  Field,
  Header,
  HeaderPrimitive,
  Primitive,
  PrimitiveOf,
  RequestPrimitive,
} from "../model/index.js";
import {
  addHeader,
  assignHeader,
  assignUnion,
  popStack,
  pushStack,
  removeHeader,
} from "../phv/header-operations.js";
import { calculationText } from "./calculations.js";
import type { ExpressionCompiler } from "./expressions.js";
import { isValidText, objectText } from "./header-conditions.js";
import { cellPlace, guardOf, headerChoice, loadWord, placeOf, storeWords, unionChoice } from "./places.js";

/** Compiles primitives of one action, or of a parser state. Jumps are the business of the caller. */
export class PrimitiveCompiler {
  constructor(
    private readonly compiler: ExpressionCompiler,
    private readonly environment: EngineEnvironment,
  ) {}

  private get code() {
    return this.compiler.code;
  }

  compile(primitive: Primitive): void {
    switch (primitive.kind) {
      case "assign": {
        const place = placeOf(this.compiler, primitive.target);
        storeWords(this.compiler, place, this.compiler.cutWords(primitive.value, place.width));
        return;
      }
      case "registerRead":
        this.registerRead(primitive);
        return;
      case "registerWrite":
        this.registerWrite(primitive);
        return;
      case "count":
        this.count(primitive);
        return;
      case "executeMeter":
        this.executeMeter(primitive);
        return;
      case "hash":
        this.hash(primitive);
        return;
      case "random":
        this.random(primitive);
        return;
      case "log":
      case "assert":
        this.tell(primitive);
        return;
      case "jump":
      case "jumpIfFalse":
        return;
      default:
        this.changePacket(primitive);
    }
  }

  private registerRead({ target, register, index }: PrimitiveOf<"registerRead">): void {
    const cell = cellPlace(this.compiler, register, this.compiler.wordIndex(index));
    const place = placeOf(this.compiler, target);
    this.code.block(`if (${cell.guard ?? "true"})`, () => {
      const { guard: _, ...inside } = cell;
      this.storeLoaded(inside, place);
    });
  }

  /** Copies an unsigned value between places of any two widths. */
  private storeLoaded(source: ReturnType<typeof placeOf>, target: ReturnType<typeof placeOf>): void {
    const count = target.indices.length;
    const words = Array.from({ length: count }, (_, word) => {
      const position = source.indices.length - count + word;
      return position < 0 ? "0" : this.code.keep(loadWord(source, position));
    });
    const top = target.width % 32;
    if (top !== 0 && source.width > target.width) words[0] = `${words[0] ?? "0"} & ${2 ** top - 1}`;
    storeWords(this.compiler, target, words);
  }

  private registerWrite({ register, index, value }: PrimitiveOf<"registerWrite">): void {
    const cell = cellPlace(this.compiler, register, this.compiler.wordIndex(index));
    storeWords(this.compiler, cell, this.compiler.cutWords(value, cell.width));
  }

  private count({ counter, index }: PrimitiveOf<"count">): void {
    const bank = this.environment.state.counters[counter];
    assert(bank !== undefined, "counters of the model have state");
    const cell = this.compiler.wordIndex(index);
    const [packets, bytes] = [this.code.bind("packets", bank.packets), this.code.bind("octets", bank.bytes)];
    this.code.block(`if (${cell} < ${bank.size})`, () => {
      this.code.line(`${packets}[${cell}] += 1; ${bytes}[${cell}] += packet.ingressLength;`);
    });
  }

  private executeMeter({ meter, index, target, color }: PrimitiveOf<"executeMeter">): void {
    const bank = this.environment.state.meters[meter];
    assert(bank !== undefined, "meters of the model have state");
    const cell = this.compiler.wordIndex(index);
    const before = color === undefined ? "0" : `${this.compiler.low(color)} & 3`;
    const place = placeOf(this.compiler, target);
    const environment = this.code.bind("environment", this.environment);
    this.code.block(`if (${cell} < ${bank.size})`, () => {
      const meterName = this.code.bind("meter", bank);
      const marked = this.code.keep(
        `${meterName}.execute(${cell}, packet.ingressLength, ${before}, ${environment}.nowUs())`,
      );
      this.storeNumber(place, marked);
    });
  }

  /** Stores a small number, cut to the place. */
  private storeNumber(place: ReturnType<typeof placeOf>, value: string): void {
    const words = new Array<string>(place.indices.length - 1).fill("0");
    const cut = place.width < 32 ? `${value} & ${2 ** place.width - 1}` : value;
    storeWords(this.compiler, place, [...words, cut]);
  }

  /** Stores a bigint, cut to the place. */
  private storeBig(place: ReturnType<typeof placeOf>, value: string): void {
    const cut = this.code.keep(`BigInt.asUintN(${place.width}, ${value})`);
    const count = place.indices.length;
    const words = Array.from(
      { length: count },
      (_, word) => `Number((${cut} >> ${32 * (count - 1 - word)}n) & 0xffffffffn)`,
    );
    storeWords(this.compiler, place, words);
  }

  private hash(primitive: PrimitiveOf<"hash">): void {
    const { target, base, calculation, size } = primitive;
    const place = placeOf(this.compiler, target);
    const { kind, text } = calculationText(this.code, this.environment, calculation);
    if (kind === "number" && base.kind === "constant" && size.kind === "constant") {
      const [from, count] = [Number(base.value), Number(size.value)];
      if (from >= 0 && count >= 0 && from + count <= 2 ** 32 && place.indices.length === 1) {
        this.storeNumber(place, this.code.keep(`${from} + ${text} % ${Math.max(1, count)}`));
        return;
      }
    }
    const value = kind === "number" ? `BigInt(${text})` : text;
    const [from, count] = [base, size].map((part) => `BigInt.asUintN(64, ${this.compiler.big(part)})`);
    const divisor = this.code.keep(`${count}`);
    const hashed = this.code.keep(`${from} + ${value} % (${divisor} === 0n ? 1n : ${divisor})`);
    this.storeBig(place, `BigInt.asUintN(64, ${hashed})`);
  }

  private random({ target, low, high }: PrimitiveOf<"random">): void {
    const place = placeOf(this.compiler, target);
    const draw = this.code.bind("drawBetween", drawBetween);
    const generator = this.code.bind("random", this.environment.random);
    const [from, to] = [low, high].map((part) =>
      this.code.keep(`BigInt.asUintN(64, ${this.compiler.big(part)})`),
    );
    this.code.block(`if (${from} <= ${to})`, () => {
      this.storeBig(place, `${draw}(${generator}, ${from}, ${to})`);
    });
  }

  private tell(primitive: PrimitiveOf<"log" | "assert">): void {
    if (primitive.kind === "assert") {
      const failure = this.code.bind("ProgramAssertion", ProgramAssertion);
      const condition = this.compiler.condition(primitive.condition);
      this.code.line(`if (!${condition}) throw new ${failure}(${JSON.stringify(primitive.text)});`);
      return;
    }
    const environment = this.code.bind("environment", this.environment);
    const format = this.code.bind("formatLog", formatLog);
    const values = primitive.values.map((value) => this.compiler.big(value)).join(", ");
    this.code.line(`${environment}.log(${format}(${JSON.stringify(primitive.format)}, [${values}]));`);
  }

  private changePacket(primitive: HeaderPrimitive | RequestPrimitive): void {
    switch (primitive.kind) {
      case "markToDrop": {
        const { egressSpec, multicastGroup } = primitive;
        this.code.line(`phv[${egressSpec.offset}] = ${this.dropValue(egressSpec)};`);
        for (let word = 0; word < (multicastGroup?.words ?? 0); word++) {
          this.code.line(`phv[${(multicastGroup?.offset ?? 0) + word}] = 0;`);
        }
        return;
      }
      case "clone":
        this.code.line(`packet.cloneSession = ${this.compiler.low(primitive.session)} & 0x7fff;`);
        this.code.line(`packet.cloneFieldList = ${this.compiler.low(primitive.fieldList)} & 0xffff;`);
        return;
      case "resubmit":
      case "recirculate":
        this.code.line(
          `packet.${primitive.kind}FieldList = ${this.compiler.low(primitive.fieldList)} & 0xffff;`,
        );
        return;
      case "digest":
        this.code.line(`packet.digest = ${this.compiler.low(primitive.list)} & 0xffff;`);
        return;
      case "truncate": {
        const length = this.compiler.wordIndex(primitive.length);
        this.code.line(`packet.truncatedLength = Math.min(packet.truncatedLength, ${length});`);
        return;
      }
      case "exit":
        this.code.line("packet.exited = true;");
        return;
      default:
        this.changeHeaders(primitive);
    }
  }

  private dropValue(egressSpec: Field): number {
    return this.environment.dropPort % 2 ** Math.min(32, egressSpec.width);
  }

  private changeHeaders(primitive: HeaderPrimitive): void {
    switch (primitive.kind) {
      case "assignVariable":
        this.copyField(primitive.target, primitive.source);
        return;
      case "assignHeader":
        this.assignHeader(primitive);
        return;
      case "addHeader":
        this.addHeader(primitive);
        return;
      case "removeHeader":
        this.removeHeader(primitive);
        return;
      case "assignUnion": {
        const target = objectText(this.compiler, unionChoice(this.compiler, primitive.target));
        const source = objectText(this.compiler, unionChoice(this.compiler, primitive.source));
        this.callWithBoth(this.code.bind("assignUnion", assignUnion), target, source);
        return;
      }
      default:
        this.changeStack(primitive);
    }
  }

  private changeStack(primitive: PrimitiveOf<"assignStack" | "assignUnionStack" | "push" | "pop">): void {
    if ("stack" in primitive) {
      const size = primitive.stack.elements.length;
      const wanted = this.code.keep(this.compiler.boundedIndex(primitive.count));
      const shift =
        primitive.kind === "push"
          ? this.code.bind("pushStack", pushStack)
          : this.code.bind("popStack", popStack);
      const count = `${wanted} < 0 || ${wanted} > ${size} ? ${size} : ${wanted}`;
      this.code.line(`${shift}(phv, ${this.code.bind("stack", primitive.stack)}, ${count});`);
      return;
    }
    const { target, source } = primitive;
    this.code.line(`phv[${target.nextOffset}] = phv[${source.nextOffset}];`);
    const assign =
      primitive.kind === "assignStack"
        ? this.code.bind("assignHeader", assignHeader)
        : this.code.bind("assignUnion", assignUnion);
    for (const [index, element] of target.elements.entries()) {
      const [to, from] = [
        this.code.bind("object", element),
        this.code.bind("object", source.elements[index]),
      ];
      this.code.line(`${assign}(phv, ${to}, ${from});`);
    }
  }

  private callWithBoth(call: string, target: string, source: string): void {
    this.code.line(
      `if (${target} !== undefined && ${source} !== undefined) ${call}(phv, ${target}, ${source});`,
    );
  }

  private copyField(target: Field, source: Field): void {
    for (let word = 0; word < target.words; word++) {
      this.code.line(`phv[${target.offset + word}] = phv[${source.offset + word}];`);
    }
    if (target.lengthOffset === undefined || source.lengthOffset === undefined) return;
    this.code.line(`phv[${target.lengthOffset}] = phv[${source.lengthOffset}];`);
  }

  private setValid(header: Header): void {
    this.code.line(`phv[${header.validOffset}] = 1;`);
    for (const sibling of header.siblings) this.code.line(`phv[${sibling}] = 0;`);
  }

  private assignHeader(primitive: PrimitiveOf<"assignHeader">): void {
    const [to, from] = [
      headerChoice(this.compiler, primitive.target),
      headerChoice(this.compiler, primitive.source),
    ];
    const [target, source] = [to.elements[0], from.elements[0]];
    if (guardOf(to) !== undefined || guardOf(from) !== undefined || !target || !source) {
      const call = this.code.bind("assignHeader", assignHeader);
      this.callWithBoth(call, objectText(this.compiler, to), objectText(this.compiler, from));
      return;
    }
    this.code.block(`if (${isValidText(this.compiler, from)})`, () => {
      this.setValid(target);
      for (const [index, field] of target.fields.entries()) {
        const other = source.fields[index];
        if (other !== undefined) this.copyField(field, other);
      }
    });
    this.code.line(`else phv[${target.validOffset}] = 0;`);
  }

  private addHeader(primitive: PrimitiveOf<"addHeader">): void {
    const choice = headerChoice(this.compiler, primitive.header);
    const [header] = choice.elements;
    if (guardOf(choice) !== undefined || header === undefined) {
      const object = objectText(this.compiler, choice);
      const add = this.code.bind("addHeader", addHeader);
      this.code.line(`if (${object} !== undefined) ${add}(packet, ${object});`);
      return;
    }
    this.code.block(`if (phv[${header.validOffset}] === 0)`, () => {
      for (const field of header.fields) {
        const words = field.words + (field.lengthOffset === undefined ? 0 : 1);
        for (let word = 0; word < words; word++) this.code.line(`phv[${field.offset + word}] = 0;`);
      }
      this.setValid(header);
      this.code.line(`packet.currentLength += ${header.fixedBits / 8};`);
    });
  }

  private removeHeader(primitive: PrimitiveOf<"removeHeader">): void {
    const object = objectText(this.compiler, headerChoice(this.compiler, primitive.header));
    const remove = this.code.bind("removeHeader", removeHeader);
    this.code.line(`if (${object} !== undefined) ${remove}(packet, ${object});`);
  }
}
