// header_stack, generated from test/dsl/corpus/parsing.ts:88

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/parsing.ts:84
header mpls_t {
    bit<20> label;
    bit<3>  traffic_class;
    bit<1>  bottom;
    bit<8>  ttl;
}

// test/dsl/corpus/parsing.ts:85
struct headers_t {
    ethernet_t ethernet;
    mpls_t[4]  mpls;
}

// test/dsl/corpus/parsing.ts:90
struct metadata_t {
    bit<32> depth;
}

// test/dsl/corpus/parsing.ts:91
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:92
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x8847: parse_mpls;
            default: accept;
        }
    }

    // test/dsl/corpus/parsing.ts:96
    state parse_mpls {
        packet.extract(hdr.mpls.next);
        transition select(hdr.mpls.last.bottom) {
            0: parse_mpls;
            default: accept;
        }
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/parsing.ts:88
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        if (hdr.mpls[0].isValid()) {
            if (hdr.mpls[0].label == 3) {
                hdr.mpls.pop_front(1);
            } else {
                hdr.mpls.push_front(1);
                hdr.mpls[0].setValid();
                hdr.mpls[0].label = 16;
                hdr.mpls[0].traffic_class = hdr.mpls[1].traffic_class;
                hdr.mpls[0].bottom = 0;
                hdr.mpls[0].ttl = hdr.mpls[1].ttl - 1;
            }
            standard_metadata.egress_spec = 1;
            standard_metadata.mcast_grp = 0;
        }
    }
}

// test/dsl/corpus/parsing.ts:88
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.mpls);
    }
}

@pkginfo(name="header_stack")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
