import { MAX_PARSER_STEPS } from "../forwarding/engine.js";
import { extractVariableField } from "../phv/extract.js";
import { calculationText } from "./calculations.js";
import { ExpressionCompiler } from "./expressions.js";
import { PrimitiveCompiler } from "./primitives.js";
import { scopeOf } from "./scope.js";
import { bitsAt } from "./slices.js";
/** The function of the parser and of the checksums that follow it, `(packet)`. */
export function parserFunction(code, environment) {
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
            writeChecksums(own, environment);
        });
    });
}
class ParserWriter {
    code;
    environment;
    compiler;
    primitives;
    constructor(code, environment) {
        this.code = code;
        this.environment = environment;
        this.compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
        this.primitives = new PrimitiveCompiler(this.compiler, environment);
    }
    get errors() {
        return this.environment.state.program.errors;
    }
    write() {
        const { states, start } = this.environment.state.program.parser;
        if (start < 0)
            return;
        this.code.line(`let state = ${start}; let steps = 0;`);
        this.code.block("for (;;)", () => {
            this.code.line(`if (steps++ >= ${MAX_PARSER_STEPS}) { ${this.failure(this.errors.parserTimeout)} }`);
            this.code.block("switch (state)", () => {
                for (const state of states)
                    this.code.block(`case ${state.index}:`, () => this.state(state));
            });
        });
    }
    failure(error) {
        return `packet.parserError = ${error}; break parsing;`;
    }
    go(next) {
        return next < 0 ? "break parsing;" : `state = ${next}; continue;`;
    }
    state(state) {
        for (const operation of state.operations)
            this.code.block("", () => this.operation(operation));
        const parts = state.key.map((part) => this.keyPart(part));
        for (const transition of state.key.length === 0 ? [] : state.transitions) {
            const condition = this.matches(transition, state.key, parts);
            if (condition !== "false")
                this.code.line(`if (${condition}) { ${this.go(transition.next)} }`);
        }
        this.code.line(this.go(state.defaultNext));
    }
    /** The words of a key part, cut to its width. */
    keyPart(part) {
        this.needLookahead(part.value);
        return this.compiler.cutWords(part.value, part.width).map((word) => this.code.keep(word));
    }
    matches(transition, key, parts) {
        if (transition.kind === "valueSet") {
            const set = this.code.bind("valueSet", this.environment.state.valueSets[transition.valueSet]);
            const values = parts.map((words) => bigOf(words)).join(", ");
            return `${set}.contains([${values}], ${this.code.bind("masks", transition.masks)})`;
        }
        const conditions = key.flatMap((part, index) => partConditions(part.width, parts[index] ?? [], transition.values[index] ?? 0n, transition.masks[index] ?? 0n));
        if (conditions.includes("false"))
            return "false";
        return conditions.length === 0 ? "true" : conditions.join(" && ");
    }
    operation(operation) {
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
                    this.code.line(`packet.parserError = ${this.compiler.boundedIndex(operation.error)}; break parsing;`);
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
    primitive(primitive) {
        if (primitive.kind === "assign")
            this.needLookahead(primitive.value);
        this.primitives.compile(primitive);
    }
    needLookahead(value) {
        if (value.kind === "lookahead")
            this.need(String(Math.ceil((value.bitOffset + value.width) / 8)));
    }
    /** Fails unless so many bytes are left. */
    need(bytes) {
        this.code.line(`if (length - at < ${bytes}) { ${this.failure(this.errors.packetTooShort)} }`);
    }
    advance(bits) {
        const amount = this.code.keep(this.compiler.boundedIndex(bits));
        const invalid = this.failure(this.errors.parserInvalidArgument);
        this.code.line(`if (${amount} % 8 !== 0 || ${amount} < 0) { ${invalid} }`);
        this.need(`${amount} / 8`);
        this.code.line(`at += ${amount} / 8;`);
    }
    extract(target, length) {
        if (target.kind === "header") {
            this.extractHeader(target.header, this.variableBits(target.header, length));
            return;
        }
        const { elements, nextOffset } = target.stack;
        const bits = length === undefined ? undefined : this.code.keep(this.compiler.boundedIndex(length));
        this.code.block(`switch (phv[${nextOffset}])`, () => {
            for (const [index, element] of elements.entries()) {
                const header = "members" in element ? element.members[memberOf(target)] : element;
                if (header === undefined)
                    continue;
                this.code.block(`case ${index}:`, () => {
                    this.extractHeader(header, bits);
                    this.code.line("break;");
                });
            }
            this.code.line(`default: ${this.failure(this.errors.stackOutOfBounds)}`);
        });
        this.code.line(`phv[${nextOffset}] += 1;`);
    }
    variableBits(header, length) {
        if (length === undefined || header.variableField === undefined)
            return undefined;
        return this.code.keep(this.compiler.boundedIndex(length));
    }
    extractHeader(header, variableBits) {
        const { fixedBits, variableField } = header;
        if (variableBits === undefined || variableField === undefined) {
            this.need(String(fixedBits / 8));
            for (const field of header.fields)
                this.extractField(field, field.bitOffset);
            this.valid(header);
            this.code.line(`at += ${fixedBits / 8};`);
            return;
        }
        const { parserInvalidArgument, headerTooShort } = this.errors;
        this.code.line(`if (${variableBits} % 8 !== 0 || ${variableBits} < 0) { ${this.failure(parserInvalidArgument)} }`);
        this.need(`(${variableBits} + ${fixedBits}) / 8`);
        this.code.line(`if (${variableBits} > ${variableField.width}) { ${this.failure(headerTooShort)} }`);
        this.extractAround(header, variableField, variableBits);
        this.valid(header);
        this.code.line(`at += (${variableBits} + ${fixedBits}) / 8;`);
    }
    /** Fields in front of the variable one, that one, and fields behind it. */
    extractAround(header, variable, bits) {
        const extract = this.code.bind("extractVariableField", extractVariableField);
        for (const field of header.fields) {
            if (field.index < variable.index)
                this.extractField(field, field.bitOffset);
        }
        const object = this.code.bind("field", variable);
        this.code.line(`${extract}(phv, bytes, at * 8 + ${variable.bitOffset}, ${object}, ${bits});`);
        const behind = header.fields.filter((field) => field.index > variable.index);
        if (behind.length === 0)
            return;
        this.code.line(`at += ${bits} / 8;`);
        for (const field of behind)
            this.extractField(field, field.bitOffset);
        this.code.line(`at -= ${bits} / 8;`);
    }
    extractField(field, bitOffset) {
        const first = field.width - 32 * (field.words - 1);
        for (let word = 0; word < field.words; word++) {
            const start = bitOffset + (word === 0 ? 0 : first + 32 * (word - 1));
            const width = word === 0 ? first : 32;
            if (width > 0)
                this.code.line(`phv[${field.offset + word}] = ${bitsAt("at", start, width)};`);
        }
    }
    valid(header) {
        this.code.line(`phv[${header.validOffset}] = 1;`);
        for (const sibling of header.siblings)
            this.code.line(`phv[${sibling}] = 0;`);
    }
}
function memberOf(target) {
    return target.kind === "unionStack" ? target.member : 0;
}
function bigOf(words) {
    return words.map((word, index) => `(BigInt(${word}) << ${32 * (words.length - 1 - index)}n)`).join(" | ");
}
/** Conditions for a part to equal a value under a mask; a value wider than the part is never met. */
function partConditions(width, words, value, mask) {
    const full = (1n << BigInt(width)) - 1n;
    if ((value & mask & ~full) !== 0n)
        return ["false"];
    return words.flatMap((word, index) => {
        const shift = BigInt(32 * (words.length - 1 - index));
        const [wordFull, wordMask, wordValue] = [full, mask & full, value & mask].map((whole) => (whole >> shift) & 0xffffffffn);
        if (wordMask === 0n)
            return [];
        if (wordMask === wordFull)
            return [`${word} === ${wordValue}`];
        return [`((${word} & ${wordMask}) >>> 0) === ${wordValue}`];
    });
}
function writeChecksums(code, environment) {
    code.line("packet.checksumError = false;");
    const compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
    for (const { target, calculation, condition } of environment.state.program.verifiedChecksums) {
        code.block(`if (phv[${target.validOffset}] !== 0)`, () => {
            const applies = condition === undefined ? "true" : compiler.condition(condition);
            code.block(`if (${applies})`, () => {
                const { kind, text } = calculationText(code, environment, calculation);
                const value = kind === "number" ? `BigInt(${text})` : text;
                const narrow = kind === "number" && target.width <= 32;
                const stored = { kind: "field", field: target };
                const differs = narrow
                    ? `${text} !== ${compiler.number(stored)}`
                    : `${value} !== ${compiler.big(stored)}`;
                code.line(`if (${differs}) packet.checksumError = true;`);
            });
        });
    }
}
//# sourceMappingURL=parser.js.map