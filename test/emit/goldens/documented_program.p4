// documented_program, generated from test/dsl/corpus/control-flow.ts:197
// Everything has a word to it.

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/control-flow.ts:180
header data_t {
    // Who it belongs to.
    bit<8>  a;
    bit<8>  b;
    // Where it goes.
    @unit("address")
    bit<32> d;
}

// test/dsl/corpus/control-flow.ts:178
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

// test/dsl/corpus/control-flow.ts:205
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/control-flow.ts:205
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

// test/dsl/corpus/control-flow.ts:197
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/control-flow.ts:187
    @brief("Sends it on.")
    @description("And notes by how much.")
    action forward_to(@brief("Where it leaves.") @id(7) bit<9> port, @unit("percent") bit<8> weight) {
        hdr.data.b = weight;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/control-flow.ts:206
    @brief("Where packets go.")
    @id(99)
    @owner("netops")
    table documented {
        key = {
            hdr.data.d: lpm @name("hdr.data.d") @brief("The destination.") @id(4);
            hdr.data.a: exact @name("a") @format("decimal");
        }
        actions = {
            forward_to;
            @defaultonly NoAction;
        }
        default_action = NoAction();
    }

    apply {
        mark_to_drop(standard_metadata);
        documented.apply();
    }
}

// test/dsl/corpus/control-flow.ts:197
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

@pkginfo(
    name="documented_program",
    version="1.2.0",
    organization="Example",
    contact="switches@example.com",
    url="https://example.com/switches"
)
@brief("Everything has a word to it.")
@description("It reaches the controller in P4Info.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
