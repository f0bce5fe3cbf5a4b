// dscp, generated from src/programs/dscp.ts:13
// IPv4 forwarding with traffic classes by DSCP and a trust boundary.

#include <core.p4>
#include <v1model.p4>

const bit<9> CPU_PORT = 510;

// In front of a packet that the switch sends to its controller.
// src/programs/headers.ts:4
@controller_header("packet_in")
header packet_in_t {
    bit<16> ingress_port;
}

// In front of a packet from the controller: the port it leaves by, or 0 for what the program does with it.
// src/programs/headers.ts:10
@controller_header("packet_out")
header packet_out_t {
    bit<16> egress_port;
}

// Ethernet II.
// src/programs/headers.ts:22
header ethernet_t {
    // Destination MAC address.
    bit<48> dst;
    // Source MAC address.
    bit<48> src;
    // What follows.
    bit<16> ether_type;
}

// IPv4 without options.
// src/programs/headers.ts:23
header ipv4_t {
    // 4.
    bit<4>  version;
    // Length of the header in words of 32 bits; 5 without options.
    bit<4>  ihl;
    // Differentiated services code point: the traffic class.
    bit<6>  dscp;
    // Explicit congestion notification.
    bit<2>  ecn;
    // Bytes of this header and all that follows.
    bit<16> total_length;
    // Joins the fragments of one datagram.
    bit<16> identification;
    // Reserved, don't fragment, more fragments.
    bit<3>  flags;
    // Where a fragment belongs, in units of 8 bytes.
    bit<13> fragment_offset;
    // Hops that are left.
    bit<8>  ttl;
    // What follows.
    bit<8>  protocol;
    // Internet checksum of this header.
    bit<16> header_checksum;
    // Source address.
    bit<32> src;
    // Destination address.
    bit<32> dst;
}

// UDP.
// src/programs/headers.ts:24
header udp_t {
    // Source port.
    bit<16> src_port;
    // Destination port.
    bit<16> dst_port;
    // Bytes of this header and the data.
    bit<16> length;
    // 0: none.
    bit<16> checksum;
}

// A message of the RingWorld protocol.
// src/programs/headers.ts:25
header ringworld_t {
    // 1.
    bit<8>  version;
    // What this message is.
    bit<8>  kind;
    // Why a request was refused; options of a request.
    bit<8>  code;
    // One bit: the member of the replica set that this copy is for.
    bit<8>  replica;
    // View number (paper §3.2.3).
    bit<32> view;
    // How often the token had visited the switch when the request arrived.
    bit<32> epoch;
    // Arrival count of a request at its switch; the first one of a release.
    bit<32> ticket;
    // Indices asked for, or released; attempt number of a read.
    bit<32> count;
    // Log index, upper half; in a token the largest index handed out.
    bit<32> index_hi;
    // Log index, lower half. The first index is 1; 0 is the empty log.
    bit<32> index_lo;
    // Token: hop number. Inside a leader and in refusals: a commit cursor.
    bit<32> sequence;
    // Unique for one life of a client.
    bit<64> client;
    // Number of the append within that client.
    bit<32> request;
    // Identity of the value: a digest, never 0; 0 is junk.
    bit<32> tag;
    // IPv4 address that wants the answer.
    bit<32> reply_to;
    // Stream of the entry, 0 for none.
    bit<32> stream;
    // Bytes of the entry that follow.
    bit<16> length;
    // 0.
    bit<16> reserved;
}

// src/programs/headers.ts:19
struct headers_t {
    packet_in_t  packet_in;
    packet_out_t packet_out;
    ethernet_t   ethernet;
    ipv4_t       ipv4;
    udp_t        udp;
    ringworld_t  ringworld;
}

// src/programs/dscp.ts:8
struct metadata_t {
    bit<8> role;
    bit<1> trusted;
}

// src/programs/parser.ts:11
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // src/programs/parser.ts:12
    state start {
        transition select(standard_metadata.ingress_port) {
            CPU_PORT: parse_packet_out;
            default: parse_ethernet;
        }
    }

    // src/programs/parser.ts:19
    state parse_packet_out {
        packet.extract(hdr.packet_out);
        transition parse_ethernet;
    }

    // src/programs/parser.ts:20
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/parser.ts:24
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition select(hdr.ipv4.ihl, hdr.ipv4.fragment_offset, hdr.ipv4.protocol) {
            (5, 0, 17): parse_udp;
            default: accept;
        }
    }

    // src/programs/parser.ts:32
    state parse_udp {
        packet.extract(hdr.udp);
        transition select(hdr.udp.dst_port) {
            0x5257: parse_ringworld;
            default: accept;
        }
    }

    // src/programs/parser.ts:33
    state parse_ringworld {
        packet.extract(hdr.ringworld);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// src/programs/dscp.ts:13
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/ports.ts:19
    action set_role(bit<8> role, bit<1> trusted) {
        meta.role = role;
        meta.trusted = trusted;
    }

    // src/programs/traffic-class.ts:4
    @brief("Puts the packet into the queue of its class.")
    action set_class(bit<3> priority) {
        standard_metadata.priority = priority;
    }

    // src/programs/traffic-class.ts:8
    @brief("Takes a claim away that the sender has no right to.")
    action remark(bit<6> dscp, bit<3> priority) {
        hdr.ipv4.dscp = dscp;
        standard_metadata.priority = priority;
    }

    // src/programs/routing.ts:4
    action forward(bit<9> port, bit<48> dst_mac) {
        hdr.ethernet.dst = dst_mac;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/ports.ts:23
    @brief("What stands behind each port. A port without an entry may only send what everybody may.")
    table port_role {
        key = {
            standard_metadata.ingress_port: exact @name("ingress_port");
        }
        actions = {
            set_role;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 512;
    }

    // src/programs/traffic-class.ts:22
    @brief("Maps a packet's DSCP to its traffic class; untrusted claims are re-marked.")
    table dscp_class {
        key = {
            hdr.ipv4.dscp: exact @name("dscp");
            meta.trusted: exact @name("trusted");
        }
        actions = {
            set_class;
            remark;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 128;
    }

    // src/programs/routing.ts:10
    @brief("The next hop of a packet. What has no route, or no hops left, is dropped.")
    table ipv4_route {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    apply {
        mark_to_drop(standard_metadata);
        port_role.apply();
        if (hdr.ipv4.isValid()) {
            if (hdr.ipv4.isValid()) {
                dscp_class.apply();
            }
            if (hdr.ipv4.ttl > 1) {
                ipv4_route.apply();
            }
        }
    }
}

// src/programs/dscp.ts:13
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // src/programs/parser.ts:40
        update_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version, hdr.ipv4.ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length,
                    hdr.ipv4.identification, hdr.ipv4.flags, hdr.ipv4.fragment_offset, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
        packet.emit(hdr.ringworld);
    }
}

@pkginfo(
    name="dscp",
    version="1.0.0"
)
@brief("IPv4 forwarding with traffic classes by DSCP and a trust boundary.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
