import { assert, readWideBits } from "../../base/index.js";
import { calculate } from "../calculate.js";
import { type EngineEnvironment, MAX_PARSER_STEPS } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import type {
  Checksum,
  DataExpression,
  ExtractTarget,
  Header,
  KeyPart,
  ParserOperation,
  ParserState,
  Primitive,
  Transition,
} from "../model/index.js";
import { headerBytes, markValid, readField } from "../phv/access.js";
import { writeWords } from "../phv/words.js";
import { countIn } from "../state/stages.js";
import { tracedFields } from "../trace/changes.js";
import type { Context } from "./context.js";
import { evaluate, holds } from "./expressions.js";
import { runPrimitive } from "./primitives.js";

/** Ends parsing with an error code of the program. */
class ParserFailure extends Error {
  constructor(readonly code: number) {
    super(`parser error ${code}`);
  }
}

/** One packet in the parser. */
class ParserRun implements Context {
  readonly parameters: readonly bigint[] = [];
  /** Bytes extracted or skipped so far. */
  position = 0;

  constructor(
    readonly environment: EngineEnvironment,
    readonly packet: Packet,
  ) {}

  get phv(): Uint32Array {
    return this.packet.phv;
  }

  get bitPosition(): number {
    return this.position * 8;
  }

  private get errors() {
    return this.environment.state.program.errors;
  }

  /** Runs states until accept, a parser error, or too many steps. */
  run(): void {
    const { parser } = this.environment.state.program;
    let next = parser.start;
    for (let steps = 0; next >= 0; steps++) {
      const state = parser.states[next];
      assert(state !== undefined, "states are resolved");
      if (steps >= MAX_PARSER_STEPS) throw new ParserFailure(this.errors.parserTimeout);
      next = this.state(state);
    }
  }

  private state(state: ParserState): number {
    for (const operation of state.operations) this.operation(operation);
    const next = this.nextState(state);
    const name = this.environment.state.program.parser.states[next]?.name ?? "accept";
    this.environment.observe?.(this.packet, { kind: "state", state: state.name, next: name });
    return next;
  }

  private nextState(state: ParserState): number {
    if (state.key.length === 0) return state.defaultNext;
    const parts = state.key.map((part) => this.keyPart(part));
    const taken = state.transitions.find((transition) => this.matches(transition, parts));
    return taken?.next ?? state.defaultNext;
  }

  private keyPart(part: KeyPart): bigint {
    this.needLookahead(part.value);
    return BigInt.asUintN(part.width, evaluate(part.value, this));
  }

  private matches(transition: Transition, parts: readonly bigint[]): boolean {
    if (transition.kind === "valueSet") {
      const set = this.environment.state.valueSets[transition.valueSet];
      return set?.contains(parts, transition.masks) ?? false;
    }
    const { values, masks } = transition;
    return parts.every((part, index) => (((values[index] ?? 0n) ^ part) & (masks[index] ?? 0n)) === 0n);
  }

  private operation(operation: ParserOperation): void {
    switch (operation.kind) {
      case "extract":
        this.extract(operation.target, undefined);
        return;
      case "extractVariable":
        this.extract(operation.target, evaluate(operation.length, this));
        return;
      case "verify":
        if (!holds(operation.condition, this))
          throw new ParserFailure(Number(evaluate(operation.error, this)));
        return;
      case "advance":
        this.advance(evaluate(operation.bits, this));
        return;
      case "primitive":
        this.primitive(operation.primitive);
        return;
    }
  }

  private primitive(primitive: Primitive): void {
    if (primitive.kind === "assign") this.needLookahead(primitive.value);
    runPrimitive(primitive, this);
  }

  private needLookahead(value: DataExpression): void {
    if (value.kind === "lookahead") this.need(Math.ceil((value.bitOffset + value.width) / 8));
  }

  /** Fails unless so many bytes are left. */
  private need(bytes: number): void {
    if (this.packet.bytes.length - this.position < bytes) throw new ParserFailure(this.errors.packetTooShort);
  }

  private advance(bits: bigint): void {
    if (bits % 8n !== 0n || bits < 0n) throw new ParserFailure(this.errors.parserInvalidArgument);
    const bytes = Number(bits / 8n);
    this.need(bytes);
    this.position += bytes;
  }

  private extract(target: ExtractTarget, variableBits: bigint | undefined): void {
    if (target.kind === "header") {
      this.extractHeader(target.header, variableBits);
      return;
    }
    const { stack } = target;
    const next = this.phv[stack.nextOffset] ?? 0;
    const element = stack.elements[next];
    if (element === undefined) throw new ParserFailure(this.errors.stackOutOfBounds);
    const header =
      "members" in element ? element.members[target.kind === "unionStack" ? target.member : 0] : element;
    assert(header !== undefined, "members are resolved");
    this.extractHeader(header, variableBits);
    this.phv[stack.nextOffset] = next + 1;
  }

  private extractHeader(header: Header, variableBits: bigint | undefined): void {
    const variable = variableBits === undefined ? 0 : this.variableLength(header, variableBits);
    this.need((header.fixedBits + variable) / 8);
    let position = this.bitPosition;
    for (const field of header.fields) {
      const width = field.lengthOffset === undefined ? field.width : variable;
      if (field.lengthOffset !== undefined) this.phv[field.lengthOffset] = variable;
      writeWords(this.phv, field.offset, field.words, readWideBits(this.packet.bytes, position, width));
      position += width;
    }
    markValid(this.phv, header);
    this.environment.observe?.(this.packet, {
      kind: "extract",
      header: header.name,
      fields: tracedFields(this.phv, header),
    });
    this.position += headerBytes(this.phv, header);
  }

  /** Checks the length of a variable field: whole bytes, and not more than the header may have. */
  private variableLength(header: Header, bits: bigint): number {
    const { parserInvalidArgument, headerTooShort, packetTooShort } = this.errors;
    if (bits % 8n !== 0n || bits < 0n) throw new ParserFailure(parserInvalidArgument);
    const left = (this.packet.bytes.length - this.position) * 8;
    if (bits + BigInt(header.fixedBits) > BigInt(left)) throw new ParserFailure(packetTooShort);
    if (bits > BigInt(header.variableField?.width ?? 0)) throw new ParserFailure(headerTooShort);
    return Number(bits);
  }
}

function checksumHolds(environment: EngineEnvironment, packet: Packet, checksum: Checksum): boolean {
  const { phv } = packet;
  const context: Context = { environment, packet, phv, parameters: [], bitPosition: 0 };
  if (phv[checksum.target.validOffset] === 0) return true;
  if (checksum.condition !== undefined && !holds(checksum.condition, context)) return true;
  const correct =
    calculate(environment.state, checksum.calculation, packet) === readField(phv, checksum.target);
  environment.observe?.(packet, { kind: "verifyChecksum", checksum: checksum.name, correct });
  return correct;
}

/** Parses a packet and verifies its checksums. */
export function parsePacket(environment: EngineEnvironment, packet: Packet): void {
  const { program } = environment.state;
  const run = new ParserRun(environment, packet);
  packet.parserError = program.errors.noError;
  try {
    run.run();
  } catch (error) {
    if (!(error instanceof ParserFailure)) throw error;
    packet.parserError = error.code;
    const name = program.errors.names.get(error.code) ?? String(error.code);
    environment.observe?.(packet, { kind: "parserError", error: name });
  }
  const { stages } = environment.state;
  countIn(stages.parsed, 0);
  if (packet.parserError !== program.errors.noError) stages.parserError(packet.parserError);
  packet.payloadOffset = run.position;
  packet.checksumError = program.verifiedChecksums.some(
    (checksum) => !checksumHolds(environment, packet, checksum),
  );
}
