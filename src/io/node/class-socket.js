import { createSocket } from "node:dgram";
import { once } from "node:events";
import { CodedError } from "../../base/index.js";
import { parseIpv4 } from "../../wire/index.js";
import { libc } from "./ethernet/libc.js";
/** Numbers of Linux: bits/socket.h, asm-generic/socket.h, linux/in.h. */
const inet = 2;
const datagramSocket = 2 | 0x800 | 0x80000;
const level = { ip: 0, socket: 1 };
const option = { typeOfService: 1, sendBuffer: 7, receiveBuffer: 8, reusePort: 15 };
/** `struct sockaddr_in`. */
const addressBytes = 16;
const bufferBytes = 4 * 1024 * 1024;
/** Whether sockets of a traffic class can be made on this machine. */
export function hasClassSockets() {
    try {
        libc();
        return true;
    }
    catch {
        return false;
    }
}
/**
 * A UDP socket whose datagrams leave with a DSCP (RFC 2474), 0 … 63. Node has no call for that, so that the socket is
 * made with the C library's. Several of this user may share an address, one for each class.
 *
 * @throws CodedError with the given code when the address cannot be had
 */
export async function classSocket({ address, port }, dscp, code) {
    const calls = libc();
    const fd = calls.socket(inet, datagramSocket, 0);
    const fail = (call) => {
        const reason = calls.errorName();
        if (fd >= 0)
            calls.close(fd);
        return new CodedError({
            code,
            message: `cannot receive at ${address}:${port}: ${call} ${reason}`,
            help: "Choose an address of this machine and a free port.",
        });
    };
    if (fd < 0)
        throw fail("socket");
    const wanted = [
        [level.ip, option.typeOfService, dscp << 2],
        [level.socket, option.reusePort, 1],
        [level.socket, option.sendBuffer, bufferBytes],
        [level.socket, option.receiveBuffer, bufferBytes],
    ];
    if (wanted.some(([at, name, value]) => !set(calls, fd, at, name, value)))
        throw fail("setsockopt");
    if (calls.bind(fd, socketAddress(address, port), addressBytes) < 0)
        throw fail("bind");
    return adopt(fd);
}
function set(calls, fd, at, name, value) {
    const bytes = new Uint8Array(Int32Array.of(value).buffer);
    return calls.setsockopt(fd, at, name, bytes, bytes.length) >= 0;
}
function socketAddress(address, port) {
    const bytes = new Uint8Array(addressBytes);
    const view = new DataView(bytes.buffer);
    new Uint16Array(bytes.buffer, 0, 1)[0] = inet;
    view.setUint16(2, port);
    view.setUint32(4, parseIpv4(address) ?? 0);
    return bytes;
}
/** Lets Node take over the file descriptor; it closes it with the socket. */
async function adopt(fd) {
    const socket = createSocket({
        type: "udp4",
        lookup: (host, _options, callback) => callback(null, host, 4),
    });
    const listening = once(socket, "listening");
    socket.bind({ fd, exclusive: true });
    await listening;
    return socket;
}
//# sourceMappingURL=class-socket.js.map