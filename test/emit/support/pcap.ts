/** A frame and when it came, in microseconds from the start of the file. */
export interface TimedFrame {
  readonly atUs: number;
  readonly bytes: Uint8Array;
}

const magic = 0xa1b2c3d4;
const ethernet = 1;
const headerBytes = 24;
const recordBytes = 16;
const frameBytesMax = 65_535;

/** A capture file, as libpcap's first format has it. */
export function writePcap(frames: readonly TimedFrame[]): Uint8Array {
  const size = frames.reduce((sum, { bytes }) => sum + recordBytes + bytes.length, headerBytes);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  [magic, 0x0004_0002, 0, 0, frameBytesMax, ethernet].forEach((word, index) => {
    view.setUint32(4 * index, word, true);
  });
  let offset = headerBytes;
  for (const { atUs, bytes } of frames) {
    const words = [Math.floor(atUs / 1_000_000), atUs % 1_000_000, bytes.length, bytes.length];
    words.forEach((word, index) => {
      view.setUint32(offset + 4 * index, word, true);
    });
    file.set(bytes, offset + recordBytes);
    offset += recordBytes + bytes.length;
  }
  return file;
}

/** The frames of a capture file, in its order. */
export function readPcap(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const frames: Uint8Array[] = [];
  for (let offset = headerBytes; offset + recordBytes <= file.length; ) {
    const length = view.getUint32(offset + 8, true);
    frames.push(file.slice(offset + recordBytes, offset + recordBytes + length));
    offset += recordBytes + length;
  }
  return frames;
}
