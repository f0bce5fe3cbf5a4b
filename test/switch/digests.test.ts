import assert from "node:assert/strict";
import { test } from "node:test";
import { type DigestMessage, DigestState } from "../../src/switch/state/digests.js";
import { ManualTime } from "./support/manual-time.js";

const ackTimeoutUs = 5000;

function patientDigest(
  sent: DigestMessage[],
  maxListSize: number,
): { digest: DigestState; time: ManualTime } {
  const time = new ManualTime();
  const digest = new DigestState(
    { id: 1, name: "seen", fields: [] },
    {
      nowUs: () => time.nowUs(),
      schedule: (delayUs, callback) => time.schedule(delayUs, callback),
      send: (message) => sent.push(message),
    },
  );
  const ackTimeoutNs = BigInt(ackTimeoutUs) * 1000n;
  const maxTimeoutNs = 2n ** 62n;
  digest.configure({ kind: "digestEntry", digest: "seen", maxTimeoutNs, maxListSize, ackTimeoutNs });
  return { digest, time };
}

const bound = 65_536;

test("samples that nobody acknowledges are kept up to a bound, and new ones come when they are given up", () => {
  const sent: DigestMessage[] = [];
  const { digest, time } = patientDigest(sent, 1);
  for (let value = 0n; value < bound + 100; value += 1n) digest.add([value]);
  assert.equal(sent.length, bound);
  time.advance(ackTimeoutUs);
  digest.add([7n]);
  assert.deepEqual(sent.at(-1)?.samples, [[7n]]);
});

test("samples that wait for a list of any length to be full are kept up to a bound", () => {
  const sent: DigestMessage[] = [];
  const { digest } = patientDigest(sent, bound);
  for (let value = 0n; value < bound - 1; value += 1n) digest.add([value]);
  assert.equal(sent.length, 0);
  for (const value of [-1n, -2n, -3n]) digest.add([value]);
  assert.deepEqual(
    sent.map(({ samples }) => samples.length),
    [bound],
  );
});
