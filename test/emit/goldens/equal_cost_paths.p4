// equal_cost_paths, generated from test/dsl/corpus/base.ts:39

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

// test/dsl/corpus/base.ts:30
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/base.ts:30
    state start {
        packet.extract(hdr.ethernet);
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
    // test/dsl/corpus/tables.ts:128
    action_selector(HashAlgorithm.crc16, 64, 14) groups;

    // test/dsl/corpus/tables.ts:26
    @brief("Sends it on.")
    action forward(bit<9> port) {
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/tables.ts:125
    table paths {
        key = {
            hdr.data.d: lpm @name("d");
            hdr.data.c: selector @name("flow");
            hdr.ethernet.src: selector @name("sender");
        }
        actions = {
            forward;
            NoAction;
        }
        implementation = groups;
    }

    apply {
        mark_to_drop(standard_metadata);
        paths.apply();
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

@pkginfo(name="equal_cost_paths")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
