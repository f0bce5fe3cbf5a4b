// named_types, generated from test/dsl/corpus/expressions.ts:99

#include <core.p4>
#include <v1model.p4>

const bit<24> BODY_LIMIT = 0x1000;

// What it is.
// test/dsl/corpus/expressions.ts:87
enum bit<8> kind_t {
    request = 1,
    reply = 2,
    refusal = 200
}

// test/dsl/corpus/expressions.ts:94
header message_t {
    kind_t  kind;
    bit<24> body;
}

// test/dsl/corpus/expressions.ts:94
struct headers_t {
    message_t message;
}

// test/dsl/corpus/expressions.ts:93
@p4runtime_translation("example.com/port_id_t", 32)
type bit<9> port_id_t;

// test/dsl/corpus/expressions.ts:95
struct metadata_t {
    kind_t    last;
    port_id_t port;
    error     why;
}

// test/dsl/corpus/expressions.ts:102
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/expressions.ts:102
    state start {
        packet.extract(hdr.message);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/expressions.ts:99
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        meta.last = hdr.message.kind;
        if (hdr.message.kind == kind_t.request && hdr.message.body < BODY_LIMIT) {
            hdr.message.kind = kind_t.reply;
        } else {
            hdr.message.kind = kind_t.refusal;
        }
        meta.port = 3;
        meta.why = standard_metadata.parser_error;
        if (meta.why == error.PacketTooShort) {
            hdr.message.kind = kind_t.refusal;
        }
        standard_metadata.egress_spec = (bit<9>)meta.port;
        standard_metadata.mcast_grp = 0;
    }
}

// test/dsl/corpus/expressions.ts:99
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
        packet.emit(hdr.message);
    }
}

@pkginfo(name="named_types")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
