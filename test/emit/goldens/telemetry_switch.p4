// telemetry_switch, generated from test/dsl/corpus/telemetry-switch.ts:186
// A router whose packets tell where they were.

#include <core.p4>
#include <v1model.p4>

const bit<6> DSCP_TELEMETRY = 32;

const bit<2> ROLE_SOURCE = 1;
const bit<2> ROLE_SINK = 2;

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/telemetry-switch.ts:33
header ipv4_t {
    bit<8>  version_ihl;
    bit<6>  dscp;
    bit<2>  ecn;
    bit<16> total_length;
    bit<32> rest;
    bit<8>  ttl;
    bit<8>  protocol;
    bit<16> header_checksum;
    bit<32> src;
    bit<32> dst;
}

// test/dsl/corpus/telemetry-switch.ts:45
header udp_t {
    bit<16> src;
    bit<16> dst;
    bit<16> length;
    bit<16> sum;
}

// test/dsl/corpus/telemetry-switch.ts:46
header shim_t {
    bit<8> kind;
    bit<8> words;
    bit<8> hops;
    bit<8> next_dscp;
}

// test/dsl/corpus/telemetry-switch.ts:47
header hop_t {
    bit<32> switch_id;
    bit<16> ingress_port;
    bit<16> egress_port;
    bit<32> queue_depth;
    bit<32> latency;
    bit<32> sequence;
}

// test/dsl/corpus/telemetry-switch.ts:58
struct headers_t {
    ethernet_t ethernet;
    ipv4_t     ipv4;
    udp_t      udp;
    shim_t     shim;
    hop_t[4]   hops;
}

// test/dsl/corpus/telemetry-switch.ts:59
struct metadata_t {
    bit<2>  role;
    bit<32> switch_id;
    bit<8>  remaining;
    bit<32> sequence;
    bit<32> arrived;
    bit<32> session;
}

// test/dsl/corpus/telemetry-switch.ts:72
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/telemetry-switch.ts:73
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // test/dsl/corpus/telemetry-switch.ts:74
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition select(hdr.ipv4.protocol) {
            17: parse_udp;
            default: accept;
        }
    }

    // test/dsl/corpus/telemetry-switch.ts:75
    state parse_udp {
        packet.extract(hdr.udp);
        transition select(hdr.ipv4.dscp) {
            DSCP_TELEMETRY: parse_shim;
            default: accept;
        }
    }

    // test/dsl/corpus/telemetry-switch.ts:76
    state parse_shim {
        packet.extract(hdr.shim);
        meta.remaining = hdr.shim.hops;
        transition select(hdr.shim.hops) {
            0: accept;
            default: parse_hop;
        }
    }

    // test/dsl/corpus/telemetry-switch.ts:80
    state parse_hop {
        packet.extract(hdr.hops.next);
        meta.remaining = meta.remaining - 1;
        transition select(meta.remaining) {
            0: accept;
            default: parse_hop;
        }
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/telemetry-switch.ts:186
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/telemetry-switch.ts:87
    action forward(bit<9> port, bit<48> dst) {
        hdr.ethernet.dst = dst;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/telemetry-switch.ts:86
    action discard() {
        mark_to_drop(standard_metadata);
    }

    // test/dsl/corpus/telemetry-switch.ts:99
    @brief("Telemetry begins here.")
    action watch() {
        meta.role = ROLE_SOURCE;
    }

    // test/dsl/corpus/telemetry-switch.ts:92
    table routes {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            discard;
        }
        default_action = discard();
        size = 1024;
    }

    // test/dsl/corpus/telemetry-switch.ts:100
    @brief("The flows that are watched.")
    table watched {
        key = {
            hdr.ipv4.src: ternary @name("src");
            hdr.ipv4.dst: ternary @name("dst");
            hdr.udp.dst: ternary @name("port");
        }
        actions = {
            watch;
            NoAction;
        }
        default_action = NoAction();
        size = 128;
    }

    apply {
        mark_to_drop(standard_metadata);
        if (hdr.ipv4.isValid() && hdr.ipv4.ttl > 1) {
            routes.apply();
            if (hdr.udp.isValid() && !hdr.shim.isValid()) {
                watched.apply();
            }
        }
    }
}

// test/dsl/corpus/telemetry-switch.ts:186
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/telemetry-switch.ts:124
    @brief("Packets that were watched here.")
    register<bit<32>>(1) sequences;

    // test/dsl/corpus/telemetry-switch.ts:116
    action identify(bit<32> id) {
        meta.switch_id = id;
    }

    // test/dsl/corpus/telemetry-switch.ts:145
    action begin() {
        hdr.shim.setValid();
        hdr.shim.kind = 1;
        hdr.shim.words = 1;
        hdr.shim.hops = 0;
        hdr.shim.next_dscp = (bit<8>)hdr.ipv4.dscp;
        hdr.ipv4.dscp = DSCP_TELEMETRY;
        hdr.ipv4.total_length = hdr.ipv4.total_length + 4;
        hdr.udp.length = hdr.udp.length + 4;
    }

    // test/dsl/corpus/telemetry-switch.ts:128
    action add_hop() {
        bit<32> next_sequence_cell;
        @atomic {
            sequences.read(next_sequence_cell, 0);
            sequences.write(0, next_sequence_cell + 1);
            meta.sequence = next_sequence_cell;
        }
        hdr.hops.push_front(1);
        hdr.hops[0].setValid();
        hdr.hops[0].switch_id = meta.switch_id;
        hdr.hops[0].ingress_port = (bit<16>)standard_metadata.ingress_port;
        hdr.hops[0].egress_port = (bit<16>)standard_metadata.egress_port;
        hdr.hops[0].queue_depth = (bit<32>)standard_metadata.enq_qdepth;
        hdr.hops[0].latency = 0;
        hdr.hops[0].sequence = meta.sequence;
        hdr.shim.hops = hdr.shim.hops + 1;
        hdr.shim.words = hdr.shim.words + 6;
        hdr.ipv4.total_length = hdr.ipv4.total_length + 24;
        hdr.udp.length = hdr.udp.length + 24;
    }

    // test/dsl/corpus/telemetry-switch.ts:106
    action report(bit<32> session) {
        meta.role = ROLE_SINK;
        meta.session = session;
    }

    // test/dsl/corpus/telemetry-switch.ts:157
    action strip() {
        hdr.ipv4.total_length = hdr.ipv4.total_length - ((bit<16>)hdr.shim.words << 2);
        hdr.udp.length = hdr.udp.length - ((bit<16>)hdr.shim.words << 2);
        hdr.ipv4.dscp = hdr.shim.next_dscp[5:0];
        hdr.shim.setInvalid();
        hdr.hops.pop_front(4);
    }

    // test/dsl/corpus/telemetry-switch.ts:117
    @brief("Who this switch is.")
    table identity {
        actions = {
            identify;
        }
        default_action = identify(0);
    }

    // test/dsl/corpus/telemetry-switch.ts:110
    @brief("The ports behind which nobody understands telemetry.")
    table sinks {
        key = {
            standard_metadata.egress_port: exact @name("port");
        }
        actions = {
            report;
            NoAction;
        }
        default_action = NoAction();
        size = 64;
    }

    apply {
        identity.apply();

        // A clone is the report: short, with all hops (test/dsl/corpus/telemetry-switch.ts:200)
        if (standard_metadata.instance_type == 1 || standard_metadata.instance_type == 2) {
            truncate(32w128);
        }
        if (!(standard_metadata.instance_type == 1 || standard_metadata.instance_type == 2)) {
            if (meta.role == ROLE_SOURCE) {
                begin();
            }
            if (hdr.shim.isValid() && hdr.shim.hops < 4) {
                add_hop();
            }
            if (hdr.shim.isValid()) {
                sinks.apply();
                if (meta.role == ROLE_SINK) {
                    clone(CloneType.E2E, meta.session);
                    strip();
                }
            }
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/telemetry-switch.ts:169
        update_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version_ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length, hdr.ipv4.rest,
                    hdr.ipv4.ttl, hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
        packet.emit(hdr.shim);
        packet.emit(hdr.hops);
    }
}

@pkginfo(name="telemetry_switch")
@brief("A router whose packets tell where they were.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
