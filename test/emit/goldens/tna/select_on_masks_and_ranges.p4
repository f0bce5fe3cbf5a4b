// select_on_masks_and_ranges for Tofino, generated from test/dsl/corpus/base.ts:39

#include <core.p4>
#include <tna.p4>

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
@pa_auto_init_metadata
struct metadata_t {
    bit<8>  small;
    bit<16> half;
    bit<32> word;
    bit<64> wide;
    bit<1>  one;
}

// test/dsl/corpus/parsing.ts:44
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/parsing.ts:44
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/parsing.ts:45
    state parse_packet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type, hdr.ethernet.dst[40:40]) {
            (0x8000 &&& 0xff00, _): parse_data;
            (0x600 .. 0x700, 1): parse_data;
            (7, 0): accept;
            default: accept;
        }
    }

    // test/dsl/corpus/parsing.ts:57
    state parse_data {
        packet.extract(hdr.data);
        transition accept;
    }
}

// test/dsl/corpus/base.ts:39
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    apply {
        if (hdr.data.isValid()) {
            ig_tm_md.ucast_egress_port = 1;
        } else {
            ig_tm_md.ucast_egress_port = 2;
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

// test/dsl/corpus/base.ts:39
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/base.ts:39
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/base.ts:39
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
