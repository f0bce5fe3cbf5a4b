import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromHex, headerSpec, toHex } from "../../src/base/index.js";
import { headerCodec, ipv4, ringworld, type WireValues } from "../../src/wire/index.js";

test("an IPv4 header from the wire has the fields of RFC 791", () => {
  const bytes = fromHex("45b8 0054 1234 4000 4011 0000 0a000101 0a0001fe");
  assert.ok(bytes);
  const values = headerCodec(ipv4).decode(bytes, 0);
  assert.deepEqual(values, {
    version: 4,
    ihl: 5,
    dscp: 46,
    ecn: 0,
    total_length: 84,
    identification: 0x1234,
    flags: 2,
    fragment_offset: 0,
    ttl: 64,
    protocol: 17,
    header_checksum: 0,
    src: 0x0a000101,
    dst: 0x0a0001fe,
  });
});

test("fields of up to 32 bits are numbers and wider ones bigints, in types and values", () => {
  const values: WireValues<typeof ringworld> | undefined = headerCodec(ringworld).decode(
    new Uint8Array(60),
    0,
  );
  assert.ok(values);
  const view: number = values.view;
  const client: bigint = values.client;
  assert.equal(view, 0);
  assert.equal(client, 0n);
  assert.equal(headerCodec(ringworld).byteLength, 60);
});

test("what is encoded is decoded again, for any header and any offset, and nothing around it changes", () => {
  const widths = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      widths,
      fc.integer({ min: 0, max: 5 }),
      fc.infiniteStream(fc.bigInt(0n, 2n ** 80n)),
      (list, offset, bits) => {
        const padding = (8 - (list.reduce((sum, width) => sum + width, 0) % 8)) % 8;
        const fields = [...list, ...(padding > 0 ? [padding] : [])].map((width, at) => ({
          name: `f${at}`,
          width,
        }));
        const codec = headerCodec(headerSpec("any_t", fields));
        const values: Record<string, number | bigint> = {};
        for (const { name, width } of fields) {
          const value = BigInt.asUintN(width, bits.next().value ?? 0n);
          values[name] = width > 32 ? value : Number(value);
        }
        const target = new Uint8Array(offset + codec.byteLength + 3).fill(0xa5);
        codec.encode(values as never, target, offset);
        assert.deepEqual(codec.decode(target, offset), values);
        assert.equal(toHex(target.subarray(0, offset)), "a5".repeat(offset));
        assert.equal(toHex(target.subarray(offset + codec.byteLength)), "a5a5a5");
      },
    ),
  );
});

test("a value that is too wide for its field is a loud bug", () => {
  const codec = headerCodec(
    headerSpec("small_t", [
      { name: "nibble", width: 4 },
      { name: "rest", width: 4 },
    ]),
  );
  assert.throws(() => codec.encode({ nibble: 16, rest: 0 }, new Uint8Array(1), 0), /small_t\.nibble/);
  assert.equal(codec.decode(new Uint8Array(1), 1), undefined);
});
