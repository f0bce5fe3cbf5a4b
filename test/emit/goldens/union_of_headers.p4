// union_of_headers, generated from test/dsl/corpus/parsing.ts:119

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/parsing.ts:114
header v4_t {
    bit<32> address;
    bit<8>  rest;
}

// test/dsl/corpus/parsing.ts:115
header v6_t {
    bit<128> address;
    bit<8>   rest;
}

// test/dsl/corpus/parsing.ts:116
header_union ip_t {
    v4_t v4;
    v6_t v6;
}

// test/dsl/corpus/parsing.ts:116
struct headers_t {
    ethernet_t ethernet;
    ip_t       ip;
}

// test/dsl/corpus/parsing.ts:121
struct metadata_t {
}

// test/dsl/corpus/parsing.ts:122
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:123
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_v4;
            0x86dd: parse_v6;
            default: accept;
        }
    }

    // test/dsl/corpus/parsing.ts:134
    state parse_v4 {
        packet.extract(hdr.ip.v4);
        transition accept;
    }

    // test/dsl/corpus/parsing.ts:135
    state parse_v6 {
        packet.extract(hdr.ip.v6);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/parsing.ts:119
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        if (hdr.ip.v4.isValid()) {
            hdr.ip.v4.rest = 4;
        }
        if (hdr.ip.v6.isValid()) {
            hdr.ip.v6.rest = 6;
        }
        standard_metadata.egress_spec = 1;
        standard_metadata.mcast_grp = 0;
    }
}

// test/dsl/corpus/parsing.ts:119
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
        packet.emit(hdr.ip);
    }
}

@pkginfo(name="union_of_headers")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
