// A process of its own that opens a storage and prints the header of each record that it can read; then it appends twice,
// and prints how that ended. The test lets it write no file beyond some length.
import { writeSync } from "node:fs";
import { openSegmentStorage } from "../../src/io/node/index.js";

const [directory = ""] = process.argv.slice(2);
const tell = (what: unknown) => writeSync(1, `${what}\n`);
const positions: number[] = [];
const storage = await openSegmentStorage(directory, (_, position) => positions.push(position));
for (const position of positions)
  storage.read(position, (record) => tell(record && Buffer.from(record.header)));

for (let time = 0; time < 2; time += 1) {
  const failure = await new Promise<Error | undefined>((resolve) => {
    storage.append(Buffer.from("h5"), Buffer.from("five"), resolve);
  });
  tell(failure !== undefined && "code" in failure ? failure.code : failure);
}
await storage.close();
