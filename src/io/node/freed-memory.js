const BLOCK_BYTES = 31 * 1024 * 1024;
/**
 * Lets this process keep the memory of frames that are gone, for the frames to come.
 *
 * glibc gives freed memory back to the kernel and takes it anew page by page: under a flood of long frames a quarter
 * of the time went there. It stops doing so below a bound that rises when a large block is freed (mallopt(3),
 * M_MMAP_THRESHOLD, "dynamic"; the most is 32 MiB). So a block is taken, of which no page is touched, and left to the
 * garbage collector. Elsewhere this does nothing.
 */
export function keepFreedMemory() {
    void new ArrayBuffer(BLOCK_BYTES);
}
//# sourceMappingURL=freed-memory.js.map