// One of everything that P4Runtime can reach in simple_switch_grpc, for the conformance test of the client.
#include <core.p4>
#include <v1model.p4>

const bit<9> CPU = 255;

@controller_header("packet_out")
header packet_out_t {
    bit<9> egress_port;
    bit<7> pad;
}

@controller_header("packet_in")
header packet_in_t {
    bit<9> ingress_port;
    bit<7> reason;
}

header ethernet_t {
    bit<48> destination;
    bit<48> source;
    bit<16> type;
}

struct headers_t {
    packet_out_t packet_out;
    packet_in_t packet_in;
    ethernet_t ethernet;
}

struct metadata_t {
    bit<32> key;
    bit<16> hash;
    bit<2> color;
}

struct learn_t {
    bit<48> source;
    bit<9> port;
}

parser parse(packet_in packet, out headers_t hdr, inout metadata_t meta, inout standard_metadata_t std) {
    state start {
        transition select(std.ingress_port) {
            CPU: from_controller;
            default: ethernet;
        }
    }
    state from_controller {
        packet.extract(hdr.packet_out);
        transition ethernet;
    }
    state ethernet {
        packet.extract(hdr.ethernet);
        transition accept;
    }
}

control verify_checksum_of(inout headers_t hdr, inout metadata_t meta) {
    apply {}
}

control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t std) {
    counter(16, CounterType.packets_and_bytes) hits;
    meter(16, MeterType.packets) policer;
    register<bit<32>>(16) cells;
    direct_counter(CounterType.packets_and_bytes) exact_counter;
    direct_meter<bit<2>>(MeterType.packets) acl_meter;
    action_selector(HashAlgorithm.crc16, 64, 16) balancer;

    action drop() {
        mark_to_drop(std);
    }
    action forward(bit<9> port, bit<48> destination) {
        std.egress_spec = port;
        hdr.ethernet.destination = destination;
        hits.count((bit<32>) port);
        policer.execute_meter((bit<32>) port, meta.color);
        cells.write((bit<32>) 0, (bit<32>) port);
    }
    action forward_counted(bit<9> port) {
        exact_counter.count();
        std.egress_spec = port;
    }
    action classify(bit<32> key) {
        acl_meter.read(meta.color);
        meta.key = key;
    }
    action learn() {
        digest<learn_t>(1, { hdr.ethernet.source, std.ingress_port });
    }

    table exact_table {
        key = { hdr.ethernet.destination: exact; }
        actions = { forward_counted; drop; NoAction; }
        default_action = NoAction;
        counters = exact_counter;
        size = 8192;
        support_timeout = true;
    }
    table acl {
        key = {
            hdr.ethernet.source: ternary;
            hdr.ethernet.type: range;
            std.ingress_port: optional;
        }
        actions = { classify; NoAction; }
        meters = acl_meter;
        size = 64;
    }
    table route {
        key = { meta.key: lpm; }
        actions = { forward; drop; }
        default_action = drop;
        size = 64;
    }
    table balance {
        key = {
            meta.key: exact;
            hdr.ethernet.source: selector;
        }
        actions = { forward; drop; }
        implementation = balancer;
        size = 64;
    }
    table learning {
        key = { hdr.ethernet.source: exact; }
        actions = { learn; NoAction; }
        default_action = learn;
        size = 64;
    }
    apply {
        if (hdr.packet_out.isValid()) {
            std.egress_spec = hdr.packet_out.egress_port;
            hdr.packet_out.setInvalid();
            learning.apply();
        } else {
            exact_table.apply();
            acl.apply();
            route.apply();
            balance.apply();
        }
    }
}

control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t std) {
    apply {
        if (std.egress_port == CPU) {
            hdr.packet_in.setValid();
            hdr.packet_in.ingress_port = std.ingress_port;
            hdr.packet_in.reason = 5;
        }
    }
}

control compute_checksum_of(inout headers_t hdr, inout metadata_t meta) {
    apply {}
}

control deparse(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
    }
}

V1Switch(parse(), verify_checksum_of(), ingress(), egress(), compute_checksum_of(), deparse()) main;
