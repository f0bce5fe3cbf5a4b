// router, generated from src/programs/router.ts:72
// An IPv4 router.

#include <core.p4>
#include <v1model.p4>

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
    ethernet_t ethernet;
    ipv4_t     ipv4;
}

// src/programs/router.ts:24
struct metadata_t {
    bit<32> next_hop;
}

// src/programs/router.ts:76
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // src/programs/router.ts:77
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/router.ts:81
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // src/programs/ipv4-checksum.ts:9
        verify_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version, hdr.ipv4.ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length,
                    hdr.ipv4.identification, hdr.ipv4.flags, hdr.ipv4.fragment_offset, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

// src/programs/router.ts:72
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/router.ts:28
    @brief("Sends the packet towards a next hop, one hop less to live.")
    action set_next_hop(bit<32> next_hop, bit<9> port) {
        meta.next_hop = next_hop;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/router.ts:26
    @brief("Drops the packet.")
    action discard() {
        mark_to_drop(standard_metadata);
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
        mark_to_drop(standard_metadata);
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

// src/programs/router.ts:72
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/router.ts:43
    action set_source_mac(bit<48> mac) {
        hdr.ethernet.src = mac;
    }

    // src/programs/router.ts:26
    @brief("Drops the packet.")
    action discard() {
        mark_to_drop(standard_metadata);
    }

    // src/programs/router.ts:61
    @brief("Knows the router's own MAC address on every port.")
    table senders {
        key = {
            standard_metadata.egress_port: exact @name("port");
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

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // src/programs/ipv4-checksum.ts:9
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
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
    }
}

@pkginfo(name="router")
@brief("An IPv4 router.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
