// select_on_value_set, generated from test/dsl/corpus/base.ts:39

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/base.ts:18
header data_t {
    bit<8>  a;
    bit<8>  b;
    bit<16> c;
    bit<32> d;
    bit<64> e;
}

// test/dsl/corpus/base.ts:27
struct headers_t {
    ethernet_t ethernet;
    data_t     data;
}

// test/dsl/corpus/base.ts:28
struct metadata_t {
    bit<8>  small;
    bit<16> half;
    bit<32> word;
    bit<64> wide;
    bit<1>  one;
}

// test/dsl/corpus/parsing.ts:67
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:61
    @brief("Types that the controller lets in.")
    value_set<bit<16>>(8) trusted;

    // test/dsl/corpus/parsing.ts:68
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            trusted: parse_data;
            default: accept;
        }
    }

    // test/dsl/corpus/parsing.ts:69
    state parse_data {
        packet.extract(hdr.data);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/base.ts:39
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        if (hdr.data.isValid()) {
            standard_metadata.egress_spec = 1;
            standard_metadata.mcast_grp = 0;
        }
    }
}

// test/dsl/corpus/base.ts:39
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
        packet.emit(hdr.data);
    }
}

@pkginfo(name="select_on_value_set")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
