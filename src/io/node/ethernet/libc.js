import { createRequire } from "node:module";
import { CodedError } from "../../../base/index.js";
const readWriteShared = { protection: 3, flags: 1 };
const mapFailed = 2n ** 64n - 1n;
let loaded;
/**
 * The C library, loaded at the first call: who opens no network interface needs none.
 *
 * @throws CodedError `PORT-PLATFORM` elsewhere than on Linux
 */
export function libc() {
    loaded ??= bindings(loadKoffi());
    return loaded;
}
function loadKoffi() {
    try {
        if (process.platform !== "linux")
            throw new Error(`this is ${process.platform}`);
        return createRequire(import.meta.url)("koffi");
    }
    catch (error) {
        throw new CodedError({
            code: "PORT-PLATFORM",
            message: `network interfaces cannot be opened here: ${error instanceof Error ? error.message : error}`,
            help: "Packet sockets need Linux and the package koffi for its processor; UDP tunnels work everywhere.",
        });
    }
}
function bindings(ffi) {
    const library = ffi.load(null);
    const sendto = library.func("long sendto(int, const void *, size_t, int, const void *, int)");
    const mmap = library.func("void *mmap(void *, size_t, int, int, int, long)");
    const munmap = library.func("int munmap(void *, size_t)");
    const names = new Map(Object.entries(ffi.os.errno).map(([name, number]) => [number, name]));
    return {
        socket: library.func("int socket(int, int, int)"),
        setsockopt: library.func("int setsockopt(int, int, int, const void *, int)"),
        getsockopt: library.func("int getsockopt(int, int, int, void *, void *)"),
        ioctl: library.func("int ioctl(int, ulong, void *)"),
        bind: library.func("int bind(int, const void *, int)"),
        recv: library.func("long recv(int, void *, size_t, int)"),
        kick: (fd, flags) => sendto(fd, null, 0, flags, null, 0),
        close: library.func("int close(int)"),
        map(fd, byteLength) {
            const address = mmap(null, byteLength, readWriteShared.protection, readWriteShared.flags, fd, 0);
            if (ffi.address(address) === mapFailed)
                return undefined;
            return { memory: ffi.view(address, byteLength), unmap: () => munmap(address, byteLength) };
        },
        watch: (fd, onReadable) => watch(ffi, fd, onReadable),
        errorName: () => names.get(ffi.errno()) ?? `error ${ffi.errno()}`,
    };
}
function watch(ffi, fd, onReadable) {
    // The event loop's watcher gives the status first; its types name the events only.
    const callback = (status) => onReadable(typeof status === "number" ? status : 0);
    const handle = ffi.node.poll(fd, { readable: true }, callback);
    return {
        stop() {
            handle.stop();
            handle.close();
        },
    };
}
//# sourceMappingURL=libc.js.map