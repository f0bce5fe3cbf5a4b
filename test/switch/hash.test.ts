import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { algorithm, algorithmNames } from "../../src/switch/hash/algorithms.js";

const CHECK = new TextEncoder().encode("123456789");

function hash(name: string, bytes: Uint8Array): bigint {
  return BigInt(algorithm(name).compute(bytes, bytes.length));
}

describe("hash algorithms", () => {
  // The check values of the CRC catalogue (reveng.sourceforge.io), of RFC 1071 and of the xxHash specification.
  const known: readonly (readonly [name: string, bytes: Uint8Array, result: bigint])[] = [
    ["crc8_custom", CHECK, 0xf4n],
    ["crc16", CHECK, 0xbb3dn],
    ["crc16_custom", CHECK, 0xbb3dn],
    ["crcCCITT", CHECK, 0x29b1n],
    ["crc32", CHECK, 0xcbf43926n],
    ["crc32_custom", CHECK, 0xcbf43926n],
    ["csum16", Uint8Array.of(0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7), 0x220dn],
    ["cksum16", Uint8Array.of(0xff, 0xff, 0x01), 0xfeffn],
    ["xor16", Uint8Array.of(0x12, 0x34, 0x0f, 0x0f, 0x80), 0x9d3bn],
    ["xor32", Uint8Array.of(1, 2, 3, 4, 0xf0), 0xf1020304n],
    ["identity", Uint8Array.of(1, 2, 3), 0x010203n],
    ["identity", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 0x0102030405060708n],
    ["xxh64", new Uint8Array(), 0xef46db3751d8e999n],
    ["xxh64", new TextEncoder().encode("abc"), 0x44bc2cf5ad770999n],
    ["bmv2_hash", new TextEncoder().encode("abc"), 0x44bc2cf5ad770999n],
  ];
  for (const [name, bytes, result] of known) {
    it(`${name} of ${bytes.length} bytes`, () => assert.equal(hash(name, bytes), result));
  }

  it("crc64 is the remainder of the polynomial division", () => {
    let remainder = 0n;
    for (const byte of CHECK) {
      remainder ^= BigInt(byte);
      for (let bit = 0; bit < 8; bit++) {
        remainder = remainder & 1n ? (remainder >> 1n) ^ 0xd800000000000000n : remainder >> 1n;
      }
    }
    assert.equal(hash("crc64_custom", CHECK), remainder);
  });

  it("all algorithms take inputs of every length", () => {
    for (const name of algorithmNames) {
      for (let length = 0; length < 70; length++) {
        const result = hash(name, new Uint8Array(length).fill(0xa5));
        assert(result >= 0n && result < 1n << 64n, name);
      }
    }
  });
});
