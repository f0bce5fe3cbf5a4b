import { createSocket } from "node:dgram";
import { once } from "node:events";
import { CodedError } from "../../base/index.js";
const socketBufferBytes = 4 * 1024 * 1024;
/**
 * A UDP socket that receives at an address. It resolves no names: addresses are given as numbers.
 *
 * @throws CodedError with the given code when the address is taken or not ours
 */
export async function boundSocket({ address, port }, code) {
    const socket = createSocket({
        type: "udp4",
        recvBufferSize: socketBufferBytes,
        sendBufferSize: socketBufferBytes,
        lookup: (host, _options, callback) => callback(null, host, 4),
    });
    const listening = once(socket, "listening");
    socket.bind(port, address);
    await listening.catch((cause) => {
        socket.close();
        throw new CodedError({
            code,
            message: `cannot receive at ${address}:${port}: ${cause.message}`,
            help: "Choose an address of this machine and a free port.",
        });
    });
    return socket;
}
//# sourceMappingURL=bound-socket.js.map