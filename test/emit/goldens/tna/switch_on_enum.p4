// switch_on_enum for Tofino, generated from test/dsl/corpus/control-flow.ts:58

#include <core.p4>
#include <tna.p4>

// test/dsl/corpus/control-flow.ts:54
enum bit<8> kind_t {
    request = 1,
    reply = 2,
    refusal = 200
}

// test/dsl/corpus/control-flow.ts:55
header message_t {
    kind_t kind;
    bit<8> body;
}

// test/dsl/corpus/control-flow.ts:55
struct headers_t {
    message_t message;
}

// test/dsl/corpus/control-flow.ts:60
@pa_auto_init_metadata
struct metadata_t {
}

// test/dsl/corpus/control-flow.ts:61
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/control-flow.ts:61
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/control-flow.ts:61
    state parse_packet {
        packet.extract(hdr.message);
        transition accept;
    }
}

// test/dsl/corpus/control-flow.ts:58
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    apply {
        if (hdr.message.kind == kind_t.request) {
            hdr.message.kind = kind_t.reply;
            ig_tm_md.ucast_egress_port = 1;
        } else if (hdr.message.kind == kind_t.reply || hdr.message.kind == kind_t.refusal) {
            ig_tm_md.ucast_egress_port = 2;
        } else {
            ig_dprsr_md.drop_ctl = 1;
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.message);
    }
}

// test/dsl/corpus/control-flow.ts:58
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/control-flow.ts:58
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/control-flow.ts:58
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
