import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  buildSchema,
  decodeBits,
  decodeDigestList,
  decodeEntity,
  decodePacket,
  decodeSignedBits,
  decodeUpdate,
  encodeBits,
  encodeDigestList,
  encodeEntity,
  encodePacket,
  encodeSignedBits,
  encodeUpdate,
  fitsFilter,
  type MatchValue,
  P4RuntimeError,
  tableEntry,
} from "p4runtime-js-grpc";
import { p4, p4info } from "p4runtime-js-grpc/messages";
import { anyEntity } from "./entities.js";
import { ids, program, programBytes } from "./program.js";

const schema = buildSchema(programBytes);

/** Bytes that are an entity for protobuf are one for the schema, too, or refused with a coded error. */
function decodesOrRefuses(bytes: Uint8Array): void {
  let message: p4.Entity;
  try {
    message = p4.Entity.decode(bytes);
  } catch {
    return;
  }
  try {
    decodeEntity(schema, message);
  } catch (error) {
    assert.ok(error instanceof P4RuntimeError, String(error));
  }
}

function fails(code: string, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof P4RuntimeError && error.code === code);
}

describe("byte strings (section 8.3)", () => {
  const field = (bitWidth: number) => ({ name: "field", bitWidth });
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

  it("encodes the specification's examples as it does", () => {
    assert.equal(hex(encodeBits(99n, field(8))), "63");
    assert.equal(hex(encodeBits(99n, field(16))), "63");
    assert.equal(hex(encodeBits(12388n, field(16))), "3064");
    assert.equal(hex(encodeSignedBits(99n, field(8))), "63");
    assert.equal(hex(encodeSignedBits(-99n, field(8))), "9d");
    assert.equal(hex(encodeSignedBits(-739n, field(12))), "fd1d");
    assert.equal(hex(encodeSignedBits(0n, field(16))), "00");
    assert.equal(hex(encodeBits(0n, field(1))), "00");
  });

  it("accepts the longer forms that the specification allows", () => {
    assert.equal(decodeBits(fromHex("0063"), field(16)), 99n);
    assert.equal(decodeBits(fromHex("000063"), field(12)), 99n);
    assert.equal(decodeBits(fromHex("003064"), field(16)), 12388n);
    assert.equal(decodeSignedBits(fromHex("ff9d"), field(8)), -99n);
    assert.equal(decodeSignedBits(fromHex("0000"), field(16)), 0n);
  });

  it("refuses what the specification refuses, with OUT_OF_RANGE", () => {
    for (const [text, width] of [
      ["0163", 8],
      ["", 8],
      ["010063", 16],
      ["1063", 12],
      ["010063", 12],
      ["004063", 12],
    ] as const) {
      fails("OUT_OF_RANGE", () => decodeBits(fromHex(text), field(width)));
    }
    fails("OUT_OF_RANGE", () => decodeSignedBits(fromHex("009d"), field(8)));
    fails("OUT_OF_RANGE", () => decodeSignedBits(fromHex("8d1d"), field(12)));
    fails("OUT_OF_RANGE", () => decodeSignedBits(fromHex(""), field(16)));
    fails("OUT_OF_RANGE", () => encodeBits(256n, field(8)));
    fails("OUT_OF_RANGE", () => encodeBits(-1n, field(8)));
    fails("OUT_OF_RANGE", () => encodeSignedBits(128n, field(8)));
  });

  it("comes back for every value of every width, with as few bytes as possible", () => {
    const widthAndValue = fc
      .integer({ min: 1, max: 300 })
      .chain((width) =>
        fc.tuple(fc.constant(width), fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n })),
      );
    fc.assert(
      fc.property(widthAndValue, ([width, value]) => {
        const bytes = encodeBits(value, field(width));
        assert.equal(decodeBits(bytes, field(width)), value);
        assert.equal(bytes.length, Math.max(1, Math.ceil(value.toString(16).length / 2)));
        const signed = value - (1n << BigInt(width - 1));
        assert.equal(decodeSignedBits(encodeSignedBits(signed, field(width)), field(width)), signed);
      }),
    );
  });
});

describe("entities", () => {
  it("come back from the wire as they went", () => {
    fc.assert(
      fc.property(anyEntity, (entity) => {
        const bytes = p4.Entity.encode(encodeEntity(schema, entity)).finish();
        assert.deepEqual(decodeEntity(schema, p4.Entity.decode(bytes)), entity);
      }),
      { numRuns: 2000 },
    );
  });

  it("fit themselves as filters", () => {
    fc.assert(fc.property(anyEntity, (entity) => fitsFilter(entity, entity)));
  });

  it("take aliases and give full names", () => {
    const entity = tableEntry({
      table: "exact",
      match: { "meta.low": { kind: "exact", value: 1n }, "meta.wide": { kind: "exact", value: 2n } },
      action: { kind: "action", value: { action: "drop", params: {} } },
    });
    const back = decodeEntity(schema, encodeEntity(schema, entity));
    assert.equal(back.kind === "tableEntry" && back.table, "ingress.exact");
    assert.deepEqual(back.kind === "tableEntry" && back.action, {
      kind: "action",
      value: { action: "ingress.drop", params: {} },
    });
  });

  it("decode from any bytes to an entity or a coded error, never anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodesOrRefuses(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it("with one wrong byte decode to an entity or a coded error", () => {
    fc.assert(
      fc.property(anyEntity, fc.nat(), fc.nat(255), (entity, place, byte) => {
        const bytes = p4.Entity.encode(encodeEntity(schema, entity)).finish();
        bytes[place % bytes.length] = byte;
        decodesOrRefuses(bytes);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("match fields (section 9.1.1)", () => {
  const acl = (match: Record<string, MatchValue>) =>
    encodeEntity(schema, tableEntry({ table: "acl", match }));
  const aclMessage = (fieldId: number, fieldMatchType: p4.FieldMatch["fieldMatchType"]): p4.Entity => ({
    entity: {
      $case: "tableEntry",
      value: p4.TableEntry.create({
        tableId: ids.acl,
        match: [{ fieldId, fieldMatchType: fieldMatchType as never }],
      }),
    },
  });

  it("that match anything are left out", () => {
    const message = acl({
      "ip.source": { kind: "ternary", value: 0n, mask: 0n },
      port: { kind: "range", low: 0n, high: 0xffffn },
    });
    assert.deepEqual(message.entity?.$case === "tableEntry" && message.entity.value.match, []);
  });

  it("that match anything are refused when they come", () => {
    const none = new Uint8Array([0]);
    fails("INVALID_ARGUMENT", () =>
      decodeEntity(schema, aclMessage(1, { $case: "ternary", value: { value: none, mask: none } })),
    );
    const all = new Uint8Array([0xff, 0xff]);
    fails("INVALID_ARGUMENT", () =>
      decodeEntity(schema, aclMessage(2, { $case: "range", value: { low: none, high: all } })),
    );
  });

  it("with bits outside of their mask, prefix or order are refused", () => {
    fails("INVALID_ARGUMENT", () => acl({ "ip.source": { kind: "ternary", value: 3n, mask: 1n } }));
    fails("INVALID_ARGUMENT", () => acl({ port: { kind: "range", low: 3n, high: 1n } }));
    const route = (value: bigint, prefixLength: number) =>
      encodeEntity(
        schema,
        tableEntry({ table: "route", match: { "ip.destination": { kind: "lpm", value, prefixLength } } }),
      );
    fails("INVALID_ARGUMENT", () => route(1n, 24));
    fails("INVALID_ARGUMENT", () => route(0n, 33));
    fails("INVALID_ARGUMENT", () => route(0n, -1));
  });

  it("of the wrong kind, the wrong name, or given twice are refused", () => {
    fails("INVALID_ARGUMENT", () => acl({ port: { kind: "exact", value: 1n } }));
    fails("INVALID_ARGUMENT", () => acl({ prot: { kind: "range", low: 1n, high: 2n } }));
    const vlan = {
      fieldId: 3,
      fieldMatchType: { $case: "optional", value: { value: Uint8Array.of(1) } },
    } as const;
    const twice = p4.TableEntry.create({ tableId: ids.acl, match: [vlan, vlan] });
    fails("INVALID_ARGUMENT", () => decodeEntity(schema, { entity: { $case: "tableEntry", value: twice } }));
  });
});

describe("actions", () => {
  it("need every parameter and no other (section 9.1.2)", () => {
    const member = (params: Record<string, bigint>) =>
      encodeEntity(schema, {
        kind: "actionProfileMember",
        profile: "selector",
        memberId: 1,
        action: { action: "forward", params },
      });
    fails("INVALID_ARGUMENT", () => member({ port: 1n }));
    fails("INVALID_ARGUMENT", () => member({ port: 1n, address: 2n, toString: 3n }));
    fails("OUT_OF_RANGE", () => member({ port: 512n, address: 2n }));
    assert.doesNotThrow(() => member({ port: 511n, address: 2n }));
  });

  it("of a filter count by name alone (section 9.1.6)", () => {
    const filter = tableEntry({
      table: "exact",
      action: { kind: "action", value: { action: "forward", params: {} } },
    });
    const message = encodeEntity(schema, filter, "filter");
    const back = decodeEntity(schema, message, "filter");
    assert.deepEqual(back.kind === "tableEntry" && back.action, {
      kind: "action",
      value: { action: "ingress.forward", params: {} },
    });
  });
});

describe("updates", () => {
  it("that delete carry the key only, and read nothing else (section 9.1)", () => {
    const entity = tableEntry({
      table: "acl",
      match: { vlan: { kind: "optional", value: 7n } },
      priority: 3,
      action: { kind: "action", value: { action: "drop", params: {} } },
      metadata: Uint8Array.of(1),
    });
    const message = encodeUpdate(schema, { type: "delete", entity });
    assert.equal(
      message.entity?.entity?.$case === "tableEntry" && message.entity.entity.value.action,
      undefined,
    );
    const nonsense = p4.TableEntry.create({
      tableId: ids.acl,
      priority: 3,
      action: { type: { $case: "action", value: { actionId: 0xffff } } },
    });
    const update = p4.Update.create({
      type: p4.Update_Type.DELETE,
      entity: { entity: { $case: "tableEntry", value: nonsense } },
    });
    assert.deepEqual(decodeUpdate(schema, update), {
      type: "delete",
      entity: tableEntry({ table: "ingress.acl", priority: 3 }),
    });
  });

  it("of no type or no entity are refused", () => {
    fails("INVALID_ARGUMENT", () => decodeUpdate(schema, p4.Update.create({})));
    fails("INVALID_ARGUMENT", () => decodeUpdate(schema, p4.Update.create({ type: p4.Update_Type.INSERT })));
  });
});

describe("packets and digests", () => {
  it("come back as they went", () => {
    const packet = { payload: Uint8Array.of(1, 2, 3), metadata: { ingress_port: 511n, reason: 3n } };
    assert.deepEqual(decodePacket(schema.packetIn, encodePacket(schema.packetIn, packet)), packet);
    const list = {
      digest: "learn_t",
      listId: 2n ** 64n - 1n,
      samples: [
        [0xffff_ffff_ffffn, 5n, 1n],
        [0n, 0n, 0n],
      ],
      timestampNs: 12n,
    };
    const bytes = p4.DigestList.encode(encodeDigestList(schema, list)).finish();
    assert.deepEqual(decodeDigestList(schema, p4.DigestList.decode(bytes)), list);
  });

  it("need every field of their header (section 16.1)", () => {
    const packet = { payload: Uint8Array.of(1), metadata: { ingress_port: 5n } };
    fails("INVALID_ARGUMENT", () => encodePacket(schema.packetIn, packet));
    fails("INVALID_ARGUMENT", () => decodePacket(schema.packetIn, { payload: packet.payload, metadata: [] }));
    fails("INVALID_ARGUMENT", () =>
      encodePacket(schema.packetIn, { ...packet, metadata: { ingress_port: 5n, reason: 0n, more: 1n } }),
    );
  });
});

describe("a P4Info", () => {
  it("that is malformed is refused with a reason", () => {
    fails("INVALID_ARGUMENT", () => buildSchema(Uint8Array.of(0xff, 0xff)));
    const twice = p4info.P4Info.create({ ...program, tables: [...program.tables, ...program.tables] });
    fails("INVALID_ARGUMENT", () => buildSchema(twice));
    const dangling = p4info.P4Info.create({ ...program, actions: [] });
    fails("INVALID_ARGUMENT", () => buildSchema(dangling));
  });

  it("with types in a circle is refused, not followed for ever", () => {
    const self = { typeSpec: { $case: "struct", value: { name: "self" } } } as const;
    const circle = p4info.P4Info.create({
      digests: [{ preamble: { id: 1, name: "d" }, typeSpec: self }],
      typeInfo: {
        structs: {
          self: {
            members: [
              { name: "a", typeSpec: self },
              { name: "b", typeSpec: self },
            ],
          },
        },
      },
    });
    fails("INVALID_ARGUMENT", () => buildSchema(circle));
  });
});
