import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toHex } from "../../src/base/index.js";
import {
  decodeFrame,
  encodeFrame,
  entryBytesMax,
  formatIpv4,
  formatMac,
  frameBytesMax,
  indexFields,
  indexOf,
  internetChecksum,
  macOfIpv4,
  parseIpv4,
  parseMac,
  type RingWorldFrame,
  rackHostAddress,
  ringworldKind,
} from "../../src/wire/index.js";

const header = {
  version: 1,
  kind: ringworldKind.write,
  code: 0,
  replica: 2,
  view: 7,
  epoch: 0xffffffff,
  ticket: 5,
  count: 1,
  ...indexFields(0x1_0000_0002n),
  sequence: 9,
  client: 0xfedcba9876543210n,
  request: 12,
  tag: 0xdeadbeef,
  reply_to: rackHostAddress(2, 1),
  stream: 3,
  length: 0,
  entries: 0,
};

function frame(payload: Uint8Array): RingWorldFrame {
  const [src, dst] = [rackHostAddress(1, 2), rackHostAddress(1, 254)];
  return {
    ethernet: { dst: macOfIpv4(dst), src: macOfIpv4(src) },
    ipv4: { src, dst, dscp: 46 },
    ringworld: header,
    payload,
  };
}

test("a frame is laid out as docs/PROTOCOL.md says", () => {
  const bytes = encodeFrame(frame(Uint8Array.of(0xca, 0xfe)));
  assert.equal(
    toHex(bytes),
    [
      "02000a0001fe 02000a000102 0800",
      "45b8 005a 0000 4000 4011 22dc 0a000102 0a0001fe",
      "5257 5257 0046 0000",
      "01 03 00 02 00000007 ffffffff 00000005 00000001 00000001 00000002 00000009",
      "fedcba9876543210 0000000c deadbeef 0a000201 00000003 0002 0000",
      "cafe",
    ]
      .join("")
      .replaceAll(" ", ""),
  );
  assert.equal(internetChecksum(bytes, 14, 20), 0);
});

test("a decoded frame is the encoded one, for any payload, with or without padding", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 0, max: 40 }), (payload, padding) => {
      const bytes = encodeFrame(frame(payload));
      const padded = new Uint8Array(bytes.length + padding);
      padded.set(bytes);
      const decoded = decodeFrame(padded);
      assert.ok(decoded.ok);
      assert.deepEqual(decoded.frame, {
        ...frame(payload),
        ringworld: { ...header, length: payload.length },
      });
      assert.equal(indexOf(decoded.frame.ringworld), 0x1_0000_0002n);
    }),
  );
});

test("the largest entry fits a frame", () => {
  const bytes = encodeFrame(frame(new Uint8Array(entryBytesMax)));
  assert.ok(bytes.length <= frameBytesMax);
  assert.ok(decodeFrame(bytes).ok);
});

test("hostile bytes are refused and never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(decodeFrame(bytes).ok, false);
    }),
  );
});

test("a frame with any bytes changed is refused or still within its own bounds", () => {
  const original = encodeFrame(frame(Uint8Array.of(1, 2, 3)));
  const change = fc.record({ at: fc.nat(original.length - 1), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(original.length), (changes, cut) => {
      const bytes = original.slice(0, cut);
      for (const { at, value } of changes) if (at < cut) bytes[at] = value;
      const decoded = decodeFrame(bytes);
      if (decoded.ok) assert.equal(decoded.frame.payload.length, decoded.frame.ringworld.length);
    }),
  );
});

test("each way to be wrong has its code", () => {
  const broken = (at: number, value: number, fixChecksum = true) => {
    const bytes = encodeFrame(frame(Uint8Array.of(1, 2, 3)));
    bytes[at] = value;
    if (fixChecksum) {
      bytes.set([0, 0], 24);
      const checksum = internetChecksum(bytes, 14, 20);
      bytes.set([checksum >>> 8, checksum & 0xff], 24);
    }
    const decoded = decodeFrame(bytes);
    return decoded.ok ? "ok" : decoded.code;
  };
  assert.equal(broken(12, 0x86), "WIRE-NOT-IPV4");
  assert.equal(broken(14, 0x46), "WIRE-NOT-IPV4");
  assert.equal(broken(22, 63, false), "WIRE-CHECKSUM");
  assert.equal(broken(22, 63), "ok");
  assert.equal(broken(23, 6), "WIRE-NOT-UDP");
  assert.equal(broken(20, 0x20), "WIRE-NOT-UDP");
  assert.equal(broken(34, 1), "WIRE-NOT-RINGWORLD");
  assert.equal(broken(42, 2), "WIRE-VERSION");
  assert.equal(broken(99, 4), "WIRE-LENGTH");
  assert.equal(broken(17, 200), "WIRE-LENGTH");
});

test("addresses are read and written", () => {
  assert.equal(formatIpv4(rackHostAddress(4, 13)), "10.0.4.13");
  assert.equal(parseIpv4("10.0.4.13"), rackHostAddress(4, 13));
  assert.equal(parseIpv4("255.255.255.255"), 0xffffffff);
  assert.deepEqual(
    ["1.2.3", "1.2.3.256", "01.2.3.4", "a.b.c.d", ""].map(parseIpv4),
    Array(5).fill(undefined),
  );
  assert.equal(formatMac(macOfIpv4(rackHostAddress(4, 13))), "02:00:0a:00:04:0d");
  assert.equal(parseMac("02:00:0a:00:04:0D"), macOfIpv4(rackHostAddress(4, 13)));
  assert.equal(parseMac("02:00:0a:00:04"), undefined);
});
