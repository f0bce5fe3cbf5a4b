// A process of its own that appends numbered records for ever and prints the number of each one that is durable.
// The test kills it in the middle of its work.
import { writeSync } from "node:fs";
import { openSegmentStorage } from "../../src/io/node/index.js";

const [directory = "", begin = "0"] = process.argv.slice(2);
const storage = await openSegmentStorage(directory, () => undefined, { segmentBytes: 200_000 });

function appendForEver(number: number): void {
  const body = Buffer.alloc(1 + ((number * 7919) % 5_000), number % 251);
  storage.append(Buffer.from(String(number)), body, (failure) => {
    if (failure) throw failure;
    writeSync(1, `${number}\n`);
    appendForEver(number + 16);
  });
}

for (let number = 0; number < 16; number += 1) appendForEver(Number(begin) + number);
