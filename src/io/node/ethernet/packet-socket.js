import { assert, CodedError } from "../../../base/index.js";
import { libc } from "./libc.js";
import { control, etherTypeAll, family, interfaceIsUp, level, linkAddressBytes, membershipPromiscuous, packetOption, ringVersion, slotOverheadBytes, socketOption, socketType, } from "./linux.js";
/** Ethernet header and two VLAN tags. */
const linkHeaderBytes = 14 + 2 * 4;
const nameBytesMax = 15;
const blockBytesMin = 65_536;
/** A packet socket on one network interface, with a ring of frames that the kernel reads or writes. */
export class PacketSocket {
    name;
    fd;
    /** Longest frame that the interface takes. */
    frameBytesMax;
    #index;
    #libc;
    #unmap = () => undefined;
    /** @throws CodedError `PORT-PERMISSION`, `PORT-INTERFACE`, `PORT-PLATFORM` */
    constructor(name) {
        this.name = name;
        this.#libc = libc();
        this.fd = this.#libc.socket(family.packet, socketType.raw, 0);
        if (this.fd < 0)
            throw this.#failure("open a packet socket");
        this.#index = this.#ask(control.index);
        this.frameBytesMax = this.#ask(control.mtu) + linkHeaderBytes;
        this.#set(level.packet, packetOption.version, ringVersion);
        this.#set(level.packet, packetOption.virtioHeader, 1);
    }
    /** Whether the interface is up. */
    get isUp() {
        return (this.#ask(control.flags) & interfaceIsUp) !== 0;
    }
    setOption(name, value) {
        this.#set(level.packet, name, value);
    }
    /** Asks for socket buffers of a size; only root gets more than the system's limit. */
    setBufferBytes(which, byteLength) {
        this.#set(level.socket, socketOption[which], byteLength);
    }
    /** Lets the interface take frames for every address. It ends with the socket. */
    setPromiscuous() {
        const request = new DataView(new ArrayBuffer(16));
        request.setInt32(0, this.#index, true);
        request.setUint16(4, membershipPromiscuous, true);
        const bytes = new Uint8Array(request.buffer);
        this.#check(this.#libc.setsockopt(this.fd, level.packet, packetOption.addMembership, bytes, bytes.length), "make it promiscuous");
    }
    /** Makes a ring of about `byteLength`, in which each slot takes a frame of the interface. */
    map(option, byteLength) {
        const slotBytes = 2 ** Math.ceil(Math.log2(this.frameBytesMax + slotOverheadBytes));
        const blockBytes = Math.max(slotBytes, blockBytesMin);
        const blocks = Math.max(1, Math.floor(byteLength / blockBytes));
        const slots = (blocks * blockBytes) / slotBytes;
        this.#set(level.packet, option, blockBytes, blocks, slotBytes, slots);
        const mapped = this.#libc.map(this.fd, blocks * blockBytes);
        if (mapped === undefined)
            throw this.#failure("map its ring");
        this.#unmap = mapped.unmap;
        const { memory } = mapped;
        return {
            bytes: new Uint8Array(memory),
            words: new Int32Array(memory),
            halves: new Uint16Array(memory),
            slotBytes,
            slots,
        };
    }
    /** Attaches the socket to its interface; it then receives everything, or nothing. */
    bind(receives) {
        const address = new DataView(new ArrayBuffer(linkAddressBytes));
        address.setUint16(0, family.packet, true);
        address.setUint16(2, receives ? etherTypeAll : 0, false);
        address.setInt32(4, this.#index, true);
        const bytes = new Uint8Array(address.buffer);
        this.#check(this.#libc.bind(this.fd, bytes, bytes.length), "use it");
    }
    /** Fetches, and thereby clears, the error that an interface leaves behind as it goes down. */
    clearError() {
        this.#libc.getsockopt(this.fd, level.socket, socketOption.error, new Uint8Array(4), new Uint32Array([4]));
    }
    close() {
        this.#unmap();
        this.#libc.close(this.fd);
    }
    /** A fact about the interface, from its `struct ifreq`. */
    #ask(request) {
        const argument = new DataView(new ArrayBuffer(40));
        const name = Buffer.from(this.name);
        assert(argument.byteLength > 16 + 4, "an ifreq holds a name and a number");
        if (name.length === 0 || name.length > nameBytesMax)
            throw this.#noInterface();
        name.forEach((byte, index) => {
            argument.setUint8(index, byte);
        });
        this.#check(this.#libc.ioctl(this.fd, request, new Uint8Array(argument.buffer)), "find it");
        return request === control.flags ? argument.getInt16(16, true) : argument.getInt32(16, true);
    }
    #set(where, name, ...values) {
        const words = new Uint8Array(new Uint32Array(values).buffer);
        this.#check(this.#libc.setsockopt(this.fd, where, name, words, words.length), `set option ${name}`);
    }
    #check(result, what) {
        if (result >= 0)
            return;
        const failure = this.#failure(what);
        this.close();
        throw failure;
    }
    #failure(what) {
        const reason = this.#libc.errorName();
        if (reason === "ENODEV" || reason === "ENXIO")
            return this.#noInterface();
        if (reason === "EPERM" || reason === "EACCES") {
            return new CodedError({
                code: "PORT-PERMISSION",
                message: `no permission to ${what} for network interface ${this.name}`,
                help: "Run as root, or give the program CAP_NET_RAW; UDP tunnels need neither.",
            });
        }
        return new CodedError({
            code: "PORT-SYSTEM",
            message: `cannot ${what} for network interface ${this.name}: ${reason}`,
            help: "`ip link` shows the interfaces; `dmesg` may say more.",
        });
    }
    #noInterface() {
        return new CodedError({
            code: "PORT-INTERFACE",
            message: `there is no network interface ${this.name}`,
            help: "`ip link` lists the interfaces of this network namespace.",
        });
    }
}
//# sourceMappingURL=packet-socket.js.map