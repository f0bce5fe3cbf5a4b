// variable_length, generated from test/dsl/corpus/parsing.ts:156

#include <core.p4>
#include <v1model.p4>

error {
    TooShort
}

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/parsing.ts:145
header optioned_t {
    bit<4>      version;
    bit<4>      words;
    bit<16>     checksum;
    bit<8>      tag;
    varbit<320> options;
}

// test/dsl/corpus/parsing.ts:152
struct headers_t {
    ethernet_t ethernet;
    optioned_t optioned;
}

// test/dsl/corpus/parsing.ts:158
struct metadata_t {
}

// test/dsl/corpus/parsing.ts:159
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:160
    state start {
        packet.extract(hdr.ethernet);
        transition parse_optioned;
    }

    // test/dsl/corpus/parsing.ts:161
    state parse_optioned {
        verify(packet.lookahead<bit<8>>()[3:0] >= 5, error.TooShort);
        packet.extract(hdr.optioned, (bit<32>)(packet.lookahead<bit<8>>()[3:0] - 5) << 5);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/parsing.ts:156
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        standard_metadata.egress_spec = 1;
        standard_metadata.mcast_grp = 0;
    }
}

// test/dsl/corpus/parsing.ts:156
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/parsing.ts:174
        update_checksum(
            hdr.optioned.isValid(),
            {hdr.optioned.version, hdr.optioned.words, hdr.optioned.tag, hdr.optioned.options},
            hdr.optioned.checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.optioned);
    }
}

@pkginfo(name="variable_length")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
