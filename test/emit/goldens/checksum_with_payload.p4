// checksum_with_payload, generated from test/dsl/corpus/parsing.ts:189

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/parsing.ts:185
header udp_t {
    bit<16> src;
    bit<16> dst;
    bit<16> length;
    bit<16> sum;
}

// test/dsl/corpus/parsing.ts:183
struct headers_t {
    ethernet_t ethernet;
    udp_t      udp;
}

// test/dsl/corpus/parsing.ts:191
struct inner_t {
    bit<16> zero;
}

// test/dsl/corpus/parsing.ts:191
struct metadata_t {
    inner_t inner;
}

// test/dsl/corpus/parsing.ts:192
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/parsing.ts:192
    state start {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.udp);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/parsing.ts:195
        verify_checksum_with_payload(
            true,
            {hdr.udp.src, hdr.udp.dst, hdr.udp.length},
            hdr.udp.sum,
            HashAlgorithm.csum16
        );
    }
}

// test/dsl/corpus/parsing.ts:189
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        hdr.udp.dst = hdr.udp.dst + 1;
        standard_metadata.egress_spec = 1;
        standard_metadata.mcast_grp = 0;
    }
}

// test/dsl/corpus/parsing.ts:189
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/parsing.ts:198
        update_checksum_with_payload(
            hdr.udp.isValid(),
            {hdr.udp.src, hdr.udp.dst, 16w17, hdr.udp.length},
            hdr.udp.sum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.udp);
    }
}

@pkginfo(name="checksum_with_payload")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
