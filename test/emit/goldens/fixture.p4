// fixture, generated from test/dsl/fixture.ts:174
// Every construct once.

#include <core.p4>
#include <v1model.p4>

const bit<9> CPU_PORT = 510;

const bit<16> TYPE_VLAN = 0x8100;
const bit<16> TYPE_MESSAGE = 0x88b5;

error {
    NoKind
}

// test/dsl/fixture.ts:65
@controller_header("packet_in")
header packet_in_t {
    bit<16> ingressPort;
    bit<16> reason;
}

// test/dsl/fixture.ts:67
@controller_header("packet_out")
header packet_out_t {
    bit<16> egressPort;
}

// test/dsl/fixture.ts:60
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> etherType;
}

// test/dsl/fixture.ts:61
header vlan_t {
    bit<3>  priority;
    bit<1>  dropEligible;
    bit<12> id;
    bit<16> etherType;
}

// test/dsl/fixture.ts:62
header message_t {
    bit<8>  kind;
    bit<8>  flags;
    bit<32> value;
    bit<64> index;
}

// test/dsl/fixture.ts:69
struct headers_t {
    packet_in_t  packetIn;
    packet_out_t packetOut;
    ethernet_t   ethernet;
    vlan_t[2]    vlan;
    message_t    message;
}

// test/dsl/fixture.ts:76
struct metadata_t {
    @field_list(1)
    bit<32> ticket;
    bool    isNew;
    bit<2>  color;
    bit<16> bucket;
    bit<64> wide;
    bit<1>  recirculate_flag;
    @field_list(0)
    bit<8>  preserves_nothing;
}

// test/dsl/fixture.ts:126
struct learn_t {
    bit<48> src;
    bit<9>  port;
}

// test/dsl/fixture.ts:88
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/fixture.ts:86
    value_set<bit<16>>(4) trusted_types;

    // test/dsl/fixture.ts:89
    state start {
        transition select(standard_metadata.ingress_port) {
            CPU_PORT: parse_packet_out;
            default: parse_ethernet;
        }
    }

    // test/dsl/fixture.ts:90
    state parse_packet_out {
        packet.extract(hdr.packetOut);
        transition parse_ethernet;
    }

    // test/dsl/fixture.ts:91
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.etherType) {
            TYPE_VLAN: parse_vlan;
            TYPE_MESSAGE: parse_message;
            trusted_types: parse_message;
            0x9000 &&& 0xf000: accept;
            1 .. 0x5dc: accept;
            default: parse_rejected;
        }
    }

    // test/dsl/fixture.ts:105
    state parse_vlan {
        packet.extract(hdr.vlan.next);
        transition select(hdr.vlan.last.etherType, hdr.vlan.last.id) {
            (0x8100, _): parse_vlan;
            default: parse_message;
        }
    }

    // test/dsl/fixture.ts:109
    state parse_message {
        verify(packet.lookahead<bit<8>>() != 0, error.NoKind);
        packet.extract(hdr.message);
        transition accept;
    }

    // test/dsl/fixture.ts:88
    state parse_rejected {
        verify(false, error.NoMatch);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/fixture.ts:172
control ingress_stats(inout headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/fixture.ts:122
    counter(512, CounterType.packets_and_bytes) per_port;

    // test/dsl/fixture.ts:124
    meter(16, MeterType.bytes) rate;

    apply {
        per_port.count((bit<32>)standard_metadata.ingress_port);
        rate.execute_meter<bit<2>>(3, meta.color);
    }
}

// test/dsl/fixture.ts:174
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    bit<32> distance = 0;

    // test/dsl/fixture.ts:115
    @brief("How many requests came.")
    register<bit<32>>(1024) arrivals;

    // test/dsl/fixture.ts:117
    register<bit<32>>(16) newest;

    // test/dsl/fixture.ts:123
    direct_counter(CounterType.packets) hits;

    // test/dsl/fixture.ts:125
    direct_meter<bit<2>>(MeterType.packets) entry_rate;

    ingress_stats() stats;

    // test/dsl/fixture.ts:128
    action take() {
        bit<32> take_ticket_cell;
        @atomic {
            arrivals.read(take_ticket_cell, 0);
            arrivals.write(0, take_ticket_cell + 1);
            meta.ticket = take_ticket_cell;
        }
    }

    // test/dsl/fixture.ts:129
    action accept_new(bit<8> slot) {
        bit<32> accept_newer_cell;
        @atomic {
            newest.read(accept_newer_cell, (bit<32>)slot);
            newest.write((bit<32>)slot, hdr.message.value > accept_newer_cell ? hdr.message.value
                    : accept_newer_cell);
            meta.isNew = hdr.message.value > accept_newer_cell;
        }
    }

    // test/dsl/fixture.ts:167
    action sum() {
        bit<64> local_sum = 5;
        local_sum = (bit<64>)meta.ticket + meta.wide;
        meta.wide = local_sum;
    }

    // test/dsl/fixture.ts:132
    action forward(bit<9> port, bit<3> priority) {
        standard_metadata.priority = priority;
        meta.recirculate_flag = 0;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
        entry_rate.read(meta.color);
    }

    // test/dsl/fixture.ts:137
    action flood(bit<16> group) {
        meta.recirculate_flag = 0;
        standard_metadata.mcast_grp = group;
    }

    // test/dsl/fixture.ts:138
    action discard() {
        mark_to_drop(standard_metadata);
    }

    // test/dsl/fixture.ts:140
    table lanes {
        key = {
            hdr.message.kind: exact @name("kind");
            hdr.message.flags: ternary @name("flags");
        }
        actions = {
            take;
            accept_new;
            NoAction;
        }
        const entries = {
            (1, 1 &&& 1): take();
            (2, _): accept_new(3);
        }
        const default_action = NoAction();
    }

    // test/dsl/fixture.ts:149
    @id(77)
    table forwarding {
        key = {
            hdr.ethernet.dst: lpm @name("dst");
            standard_metadata.ingress_port: optional @name("port");
            hdr.vlan[0].id: range @name("id");
            hdr.vlan[0].isValid(): exact @name("tagged");
        }
        actions = {
            forward;
            flood;
            @defaultonly discard;
        }
        default_action = discard();
        size = 512;
        counters = hits;
        meters = entry_rate;
    }

    apply {
        mark_to_drop(standard_metadata);

        // classify (test/dsl/fixture.ts:180)
        if (hdr.message.isValid()) {
            lanes.apply();
        }
        distance = meta.ticket - hdr.message.value;
        if (distance[31:31] == 1) {
            sum();
        }
        hash(meta.bucket, HashAlgorithm.crc16, 16w0, {hdr.ethernet.src, hdr.ethernet.dst}, 16w16);
        random(meta.bucket, 16w0, 16w7);
        hdr.message.flags[3:0] = 5;
        hdr.message.index = meta.ticket ++ 32w7;
        @atomic {
            meta.isNew = true;
        }
        if (forwarding.apply().miss) {
            digest<learn_t>(1, {hdr.ethernet.src, standard_metadata.ingress_port});
        }
        if (meta.isNew) {
            standard_metadata.egress_spec = standard_metadata.ingress_port;
            standard_metadata.mcast_grp = 0;
            meta.recirculate_flag = 1;
        }
        clone_preserving_field_list(CloneType.I2E, 5, 1);
        log_msg("ticket {}", {meta.ticket});
        assert(hdr.ethernet.isValid());
        stats.apply(hdr, meta, standard_metadata);
        if (hdr.packetOut.isValid()) {
            meta.recirculate_flag = 0;
            standard_metadata.egress_spec = hdr.packetOut.egressPort[8:0];
            standard_metadata.mcast_grp = 0;
            hdr.packetOut.setInvalid();
        }
    }
}

// test/dsl/fixture.ts:174
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        if (meta.recirculate_flag == 1) {
            recirculate_preserving_field_list(0);
        } else if (standard_metadata.egress_port == CPU_PORT) {
            hdr.packetIn.setValid();
            hdr.packetIn.ingressPort = (bit<16>)standard_metadata.ingress_port;
            hdr.packetIn.reason = 0;
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.packetIn);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.vlan);
        packet.emit(hdr.message);
    }
}

@pkginfo(name="fixture")
@brief("Every construct once.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
