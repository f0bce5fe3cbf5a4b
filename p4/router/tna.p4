// router for Tofino, generated from src/programs/router.ts:72
// An IPv4 router.

#include <core.p4>
#include <tna.p4>

// What ingress leaves for egress, in front of the packet.
// src/programs/router.ts:72
header bridge_t {
    @padding
    bit<6> padding_1;
    bit<1> ethernet_is_valid;
    bit<1> ipv4_is_valid;
}

// Ethernet II.
// src/programs/router.ts:23
header ethernet_t {
    // Destination MAC address.
    bit<48> dst;
    // Source MAC address.
    bit<48> src;
    // What follows.
    bit<16> ether_type;
}

// IPv4 without options.
// src/programs/router.ts:23
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

// src/programs/router.ts:23
struct headers_t {
    bridge_t   bridge;
    ethernet_t ethernet;
    ipv4_t     ipv4;
}

// src/programs/router.ts:24
@pa_auto_init_metadata
struct metadata_t {
    bit<32> next_hop;
}

// src/programs/router.ts:76
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // src/programs/router.ts:76
    state start {
        packet.extract(ig_intr_md);
        hdr.bridge.setValid();
        hdr.bridge.ethernet_is_valid = 0;
        hdr.bridge.ipv4_is_valid = 0;
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // src/programs/router.ts:77
    state parse_packet {
        packet.extract(hdr.ethernet);
        hdr.bridge.ethernet_is_valid = 1;
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/router.ts:81
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        hdr.bridge.ipv4_is_valid = 1;
        transition accept;
    }
}

// src/programs/router.ts:72
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    // src/programs/router.ts:28
    @brief("Sends the packet towards a next hop, one hop less to live.")
    action set_next_hop(bit<32> next_hop, bit<9> port) {
        meta.next_hop = next_hop;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        ig_tm_md.ucast_egress_port = port;
    }

    // src/programs/router.ts:26
    @brief("Drops the packet.")
    action discard() {
        ig_dprsr_md.drop_ctl = 1;
    }

    // src/programs/router.ts:39
    action set_destination_mac(bit<48> mac) {
        hdr.ethernet.dst = mac;
    }

    // src/programs/router.ts:45
    @brief("Finds the next hop of a destination; the longest prefix wins.")
    table routes {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            set_next_hop;
            discard;
        }
        default_action = discard();
        size = 1024;
    }

    // src/programs/router.ts:53
    @brief("Knows the MAC address of every next hop.")
    table neighbours {
        key = {
            meta.next_hop: exact @name("next_hop");
        }
        actions = {
            set_destination_mac;
            discard;
        }
        default_action = discard();
        size = 512;
    }

    apply {
        if (hdr.ipv4.isValid() && hdr.ipv4.ttl > 1) {
            switch (routes.apply().action_run) {
                set_next_hop: {
                    neighbours.apply();
                }
            }
        } else {
            discard();
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.bridge);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
    }
}

// src/programs/router.ts:72
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // src/programs/router.ts:72
    state start {
        packet.extract(eg_intr_md);
        packet.extract(hdr.bridge);
        transition select(hdr.bridge.ethernet_is_valid, hdr.bridge.ipv4_is_valid) {
            (1, 0): parse_ethernet;
            (1, 1): parse_ethernet_ipv4;
            default: accept;
        }
    }

    // src/programs/router.ts:72
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition accept;
    }

    // src/programs/router.ts:72
    state parse_ethernet_ipv4 {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        transition accept;
    }
}

// src/programs/router.ts:72
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    // src/programs/router.ts:43
    action set_source_mac(bit<48> mac) {
        hdr.ethernet.src = mac;
    }

    // src/programs/router.ts:26
    @brief("Drops the packet.")
    action discard() {
        eg_dprsr_md.drop_ctl = 1;
    }

    // src/programs/router.ts:61
    @brief("Knows the router's own MAC address on every port.")
    table senders {
        key = {
            eg_intr_md.egress_port: exact @name("port");
        }
        actions = {
            set_source_mac;
            discard;
        }
        default_action = discard();
        size = 256;
    }

    apply {
        if (hdr.ipv4.isValid()) {
            senders.apply();
        }
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    Checksum() checksum;

    apply {
        // src/programs/ipv4-checksum.ts:9
        hdr.ipv4.header_checksum = checksum.update({
            hdr.ipv4.version,
            hdr.ipv4.ihl,
            hdr.ipv4.dscp,
            hdr.ipv4.ecn,
            hdr.ipv4.total_length,
            hdr.ipv4.identification,
            hdr.ipv4.flags,
            hdr.ipv4.fragment_offset,
            hdr.ipv4.ttl,
            hdr.ipv4.protocol,
            hdr.ipv4.src,
            hdr.ipv4.dst
        });
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
