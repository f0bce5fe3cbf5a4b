// documented_program for Tofino, generated from test/dsl/corpus/control-flow.ts:197
// Everything has a word to it.

#include <core.p4>
#include <tna.p4>

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
@pa_auto_init_metadata
struct metadata_t {
    bit<8>  small;
    bit<16> half;
    bit<32> word;
    bit<64> wide;
    bit<1>  one;
}

// test/dsl/corpus/control-flow.ts:205
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/control-flow.ts:205
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/control-flow.ts:205
    state parse_packet {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.data);
        transition accept;
    }
}

// test/dsl/corpus/control-flow.ts:197
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    // test/dsl/corpus/control-flow.ts:187
    @brief("Sends it on.")
    @description("And notes by how much.")
    action forward_to(@brief("Where it leaves.") @id(7) bit<9> port, @unit("percent") bit<8> weight) {
        hdr.data.b = weight;
        ig_tm_md.ucast_egress_port = port;
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
        size = 512;
    }

    apply {
        documented.apply();
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

// test/dsl/corpus/control-flow.ts:197
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/control-flow.ts:197
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/control-flow.ts:197
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    apply {
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    apply {
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
