// looking_ahead, generated from test/dsl/corpus/base.ts:39

#include <core.p4>
#include <v1model.p4>

error {
    NoSender
}

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

// test/dsl/corpus/parsing.ts:77
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:78
    state start {
        packet.extract(hdr.ethernet);
        transition select(packet.lookahead<bit<16>>()[15:12]) {
            4: parse_skip;
            default: parse_data;
        }
    }

    // test/dsl/corpus/parsing.ts:79
    state parse_skip {
        packet.advance(32);
        verify(hdr.ethernet.src != 0, error.NoSender);
        transition parse_data;
    }

    // test/dsl/corpus/parsing.ts:80
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
        if (standard_metadata.parser_error == error.NoError) {
            standard_metadata.egress_spec = 1;
            standard_metadata.mcast_grp = 0;
        } else {
            standard_metadata.egress_spec = 2;
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

@pkginfo(name="looking_ahead")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
