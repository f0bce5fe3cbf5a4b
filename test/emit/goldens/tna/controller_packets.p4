// controller_packets for Tofino, generated from test/dsl/corpus/externs.ts:208

#include <core.p4>
#include <tna.p4>

const bit<9> CPU_PORT = 64;

// test/dsl/corpus/externs.ts:202
header packet_in_t {
    bit<16> ingress_port;
    bit<8>  reason;
}

// test/dsl/corpus/externs.ts:203
header packet_out_t {
    bit<16> egress_port;
}

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/externs.ts:201
struct headers_t {
    packet_in_t  packet_in;
    packet_out_t packet_out;
    ethernet_t   ethernet;
}

// test/dsl/corpus/externs.ts:210
@pa_auto_init_metadata
struct metadata_t {
}

// test/dsl/corpus/externs.ts:211
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/externs.ts:211
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/externs.ts:212
    state parse_packet {
        transition select(ig_intr_md.ingress_port) {
            CPU_PORT: parse_packet_out;
            default: parse_ethernet;
        }
    }

    // test/dsl/corpus/externs.ts:213
    state parse_packet_out {
        packet.extract(hdr.packet_out);
        transition parse_ethernet;
    }

    // test/dsl/corpus/externs.ts:214
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition accept;
    }
}

// test/dsl/corpus/externs.ts:208
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    apply {
        if (hdr.packet_out.isValid()) {
            ig_tm_md.ucast_egress_port = hdr.packet_out.egress_port[8:0];
            hdr.packet_out.setInvalid();
        } else {
            hdr.packet_in.setValid();
            hdr.packet_in.ingress_port = (bit<16>)ig_intr_md.ingress_port;
            hdr.packet_in.reason = 1;
            ig_tm_md.ucast_egress_port = CPU_PORT;
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
    }
}

// test/dsl/corpus/externs.ts:208
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/externs.ts:208
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/externs.ts:208
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
