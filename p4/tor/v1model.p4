// tor, generated from src/programs/tor/program.ts:61
// RingWorld's top-of-rack switch: token ring, sequencing and replication.

#include <core.p4>
#include <v1model.p4>

const bit<9> CPU_PORT = 510;

const bit<8> KIND_APPEND = 1;
const bit<8> KIND_TICKET = 2;
const bit<8> KIND_WRITE = 3;
const bit<8> KIND_READ = 4;
const bit<8> KIND_FILL = 5;
const bit<8> KIND_RELEASE_QUERY = 6;
const bit<8> KIND_CONFIRM = 7;
const bit<8> KIND_PENDING = 16;
const bit<8> KIND_ADVANCE = 17;
const bit<8> KIND_TOKEN = 32;
const bit<8> KIND_TOKEN_ACK = 33;
const bit<8> KIND_STORE = 48;
const bit<8> KIND_STORED = 49;
const bit<8> KIND_WITNESS = 50;
const bit<8> KIND_FETCH = 51;
const bit<8> KIND_GRANT = 64;
const bit<8> KIND_RELEASE = 65;
const bit<8> KIND_COMMITTED = 66;
const bit<8> KIND_REFUSED = 67;
const bit<8> KIND_DATA = 68;
const bit<8> KIND_CONFIRMED = 69;
const bit<8> KIND_TICK = 80;
const bit<8> KIND_STATUS = 96;
const bit<8> KIND_STATUS_REPLY = 97;
const bit<8> KIND_SET_LANE = 98;
const bit<8> KIND_SEAL = 112;
const bit<8> KIND_SEALED = 113;
const bit<8> KIND_SURVEY = 114;
const bit<8> KIND_SURVEYED = 115;
const bit<8> KIND_LIST = 116;
const bit<8> KIND_LISTED = 117;
const bit<8> KIND_RECALL = 118;
const bit<8> KIND_RECALLED = 119;
const bit<8> KIND_RESTORE = 120;
const bit<8> KIND_RESTORED = 121;
const bit<8> KIND_INSTALL = 122;
const bit<8> KIND_INSTALLED = 123;

const bit<8> OP_DROP = 0;
const bit<8> OP_ROUTE = 1;
const bit<8> OP_ARRIVE = 2;
const bit<8> OP_TICKET = 3;
const bit<8> OP_PENDING = 4;
const bit<8> OP_TOKEN = 5;
const bit<8> OP_TOKEN_ACK = 6;
const bit<8> OP_TICK = 7;
const bit<8> OP_RELEASE_QUERY = 8;
const bit<8> OP_WRITE = 9;
const bit<8> OP_FILL = 10;
const bit<8> OP_STORED = 11;
const bit<8> OP_ADVANCE = 12;
const bit<8> OP_READ = 13;
const bit<8> OP_STATUS = 14;
const bit<8> OP_SET_LANE = 15;
const bit<8> OP_TO_LEADER = 16;
const bit<8> OP_OTHER_VIEW = 17;
const bit<8> OP_PAST = 18;
const bit<8> OP_BUSY = 19;
const bit<8> OP_DUPLICATE_TOKEN = 20;
const bit<8> OP_PASSED_FILL = 21;
const bit<8> OP_CONFIRM = 22;
const bit<8> OP_TO_CONTROLLER = 23;

const bit<8> CODE_NONE = 0;
const bit<8> CODE_NOT_COMMITTED = 1;
const bit<8> CODE_BUSY = 2;
const bit<8> CODE_PAST = 3;
const bit<8> CODE_CONFLICT = 4;
const bit<8> CODE_VIEW = 5;
const bit<8> CODE_EPOCH_PAST = 6;
const bit<8> CODE_TOO_LARGE = 8;

// In front of a packet that the switch sends to its controller.
// src/programs/headers.ts:4
@controller_header("packet_in")
header packet_in_t {
    bit<16> ingress_port;
}

// In front of a packet from the controller: the port it leaves by, or 0 for what the program does with it.
// src/programs/headers.ts:10
@controller_header("packet_out")
header packet_out_t {
    bit<16> egress_port;
}

// Ethernet II.
// src/programs/headers.ts:22
header ethernet_t {
    // Destination MAC address.
    bit<48> dst;
    // Source MAC address.
    bit<48> src;
    // What follows.
    bit<16> ether_type;
}

// IPv4 without options.
// src/programs/headers.ts:23
header ipv4_t {
    // 4.
    bit<4>  version;
    // Length of the header in words of 32 bits; 5 without options.
    bit<4>  ihl;
    // Differentiated services code point: the traffic class.
    bit<6>  dscp;
    // Explicit congestion notification.
    bit<2>  ecn;
    // Bytes of this header and all that follows.
    bit<16> total_length;
    // Joins the fragments of one datagram.
    bit<16> identification;
    // Reserved, don't fragment, more fragments.
    bit<3>  flags;
    // Where a fragment belongs, in units of 8 bytes.
    bit<13> fragment_offset;
    // Hops that are left.
    bit<8>  ttl;
    // What follows.
    bit<8>  protocol;
    // Internet checksum of this header.
    bit<16> header_checksum;
    // Source address.
    bit<32> src;
    // Destination address.
    bit<32> dst;
}

// UDP.
// src/programs/headers.ts:24
header udp_t {
    // Source port.
    bit<16> src_port;
    // Destination port.
    bit<16> dst_port;
    // Bytes of this header and the data.
    bit<16> length;
    // 0: none.
    bit<16> checksum;
}

// A message of the RingWorld protocol.
// src/programs/headers.ts:25
header ringworld_t {
    // 1.
    bit<8>  version;
    // What this message is.
    bit<8>  kind;
    // Why a request was refused; options of a request.
    bit<8>  code;
    // One bit: the member of the replica set that this copy is for.
    bit<8>  replica;
    // View number (paper §3.2.3).
    bit<32> view;
    // How often the token had visited the switch when the request arrived.
    bit<32> epoch;
    // Arrival count of a request at its switch; the first one of a release.
    bit<32> ticket;
    // Indices asked for, or released; attempt number of a read.
    bit<32> count;
    // Log index, upper half; in a token the largest index handed out.
    bit<32> index_hi;
    // Log index, lower half. The first index is 1; 0 is the empty log.
    bit<32> index_lo;
    // Token: hop number. Inside a leader and in refusals: a commit cursor.
    bit<32> sequence;
    // Unique for one life of a client.
    bit<64> client;
    // Number of the append within that client.
    bit<32> request;
    // Identity of the value: a digest, never 0; 0 is junk.
    bit<32> tag;
    // IPv4 address that wants the answer.
    bit<32> reply_to;
    // Stream of the entry, 0 for none.
    bit<32> stream;
    // Bytes of the entry that follow.
    bit<16> length;
    // 0.
    bit<16> reserved;
}

// src/programs/headers.ts:19
struct headers_t {
    packet_in_t  packet_in;
    packet_out_t packet_out;
    ethernet_t   ethernet;
    ipv4_t       ipv4;
    udp_t        udp;
    ringworld_t  ringworld;
}

// src/programs/tor/meta.ts:5
struct metadata_t {
    bit<32> view;
    bit<32> switch_ip;
    bit<48> switch_mac;
    bit<8>  role;
    bit<1>  trusted;
    bit<1>  same_view;
    bit<8>  operation;
    bit<1>  newer;
    bit<32> token_sequence;
    bit<32> token_view;
    bit<32> acknowledged;
    bit<32> epoch;
    bit<32> epoch_age;
    bit<8>  epoch_slot;
    bit<32> arrivals;
    bit<32> released;
    bit<32> first;
    bit<32> base_hi;
    bit<32> base_lo;
    bit<32> addend;
    bit<32> low_before;
    bit<4>  stripe;
    bit<1>  leads;
    bit<4>  lane;
    bit<16> replica_set;
    bit<16> group;
    bit<8>  majority;
    bit<8>  members;
    bit<32> leader_ip;
    bit<32> position;
    bit<32> cursor;
    bit<32> distance;
    bit<1>  moved;
    bit<32> target;
    bit<32> owner;
    bit<14> slot;
    bit<1>  known;
    bit<1>  matches;
    bit<1>  junk;
    bit<16> vote;
    bit<1>  contested;
    bit<16> votes_before;
    bit<16> votes;
    bit<8>  value_votes;
    bit<8>  junk_votes;
    bit<1>  recirculate_flag;
    @field_list(0)
    bit<8>  preserves_nothing;
}

// src/programs/parser.ts:11
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // src/programs/parser.ts:12
    state start {
        transition select(standard_metadata.ingress_port) {
            CPU_PORT: parse_packet_out;
            default: parse_ethernet;
        }
    }

    // src/programs/parser.ts:19
    state parse_packet_out {
        packet.extract(hdr.packet_out);
        transition parse_ethernet;
    }

    // src/programs/parser.ts:20
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/parser.ts:24
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition select(hdr.ipv4.ihl, hdr.ipv4.fragment_offset, hdr.ipv4.protocol) {
            (5, 0, 17): parse_udp;
            default: accept;
        }
    }

    // src/programs/parser.ts:32
    state parse_udp {
        packet.extract(hdr.udp);
        transition select(hdr.udp.dst_port) {
            0x5257: parse_ringworld;
            default: accept;
        }
    }

    // src/programs/parser.ts:33
    state parse_ringworld {
        packet.extract(hdr.ringworld);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// src/programs/tor/program.ts:61
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/tor/sequencer-registers.ts:11
    @brief("Hop number of the newest token that was accepted.")
    register<bit<32>>(1) token_sequence;

    // src/programs/tor/sequencer-registers.ts:39
    @brief("View of the token that was sent last.")
    register<bit<32>>(1) token_view;

    // src/programs/tor/sequencer-registers.ts:58
    @brief("Hop number of the newest token that the successor has acknowledged.")
    register<bit<32>>(1) acknowledged;

    // src/programs/tor/sequencer-registers.ts:82
    @brief("How often the token has been here.")
    register<bit<32>>(1) epoch;

    // src/programs/tor/sequencer-registers.ts:103
    @brief("Tickets given out so far.")
    register<bit<32>>(1) arrivals;

    // src/programs/tor/sequencer-registers.ts:129
    @brief("Tickets whose epoch is closed.")
    register<bit<32>>(1) released;

    // src/programs/tor/sequencer-registers.ts:155
    @brief("First ticket of each closed epoch.")
    register<bit<32>>(256) epoch_first;

    // src/programs/tor/sequencer-registers.ts:155
    @brief("Lower half of the index that the token brought when the epoch closed.")
    register<bit<32>>(256) epoch_base_lo;

    // src/programs/tor/sequencer-registers.ts:155
    @brief("Upper half of the index that the token brought when the epoch closed.")
    register<bit<32>>(256) epoch_base_hi;

    // src/programs/tor/sequencer-registers.ts:193
    @brief("Lower half of the index that the token left with.")
    register<bit<32>>(1) sent_lo;

    // src/programs/tor/sequencer-registers.ts:193
    @brief("Upper half of the index that the token left with.")
    register<bit<32>>(1) sent_hi;

    // src/programs/tor/replication-registers.ts:25
    @brief("L of each lane: all positions below are committed.")
    register<bit<32>>(16) commit_cursor;

    // src/programs/tor/replication-registers.ts:62
    @brief("Which position holds the slot, plus one: 0 is a slot that was never used.")
    register<bit<32>>(16384) slot_owner;

    // src/programs/tor/replication-registers.ts:88
    @brief("Which value the slot is for; 0 is junk.")
    register<bit<32>>(16384) slot_tag;

    // src/programs/tor/replication-registers.ts:162
    @brief("Whether junk was ever proposed for the slot: then one log server alone may hold what was not committed.")
    register<bit<1>>(16384) slot_contested;

    // src/programs/tor/replication-registers.ts:124
    @brief("Acknowledgements of a slot: the low half for its value, the high half for junk; one bit a replica.")
    register<bit<16>>(16384) slot_votes;

    // src/programs/tor/classify.ts:110
    direct_counter(CounterType.packets) messages;

    // src/programs/tor/program.ts:15
    action set_switch(bit<32> view, bit<32> switch_ip, bit<48> switch_mac) {
        meta.view = view;
        meta.switch_ip = switch_ip;
        meta.switch_mac = switch_mac;
    }

    // src/programs/ports.ts:19
    action set_role(bit<8> role, bit<1> trusted) {
        meta.role = role;
        meta.trusted = trusted;
    }

    // src/programs/traffic-class.ts:4
    @brief("Puts the packet into the queue of its class.")
    action set_class(bit<3> priority) {
        standard_metadata.priority = priority;
    }

    // src/programs/traffic-class.ts:8
    @brief("Takes a claim away that the sender has no right to.")
    action remark(bit<6> dscp, bit<3> priority) {
        hdr.ipv4.dscp = dscp;
        standard_metadata.priority = priority;
    }

    // src/programs/tor/replication.ts:28
    @brief("This switch leads the stripe.")
    action lead(bit<4> lane, bit<16> replica_set, bit<16> group, bit<8> majority, bit<8> members) {
        meta.leads = 1;
        meta.lane = lane;
        meta.replica_set = replica_set;
        meta.group = group;
        meta.majority = majority;
        meta.members = members;
    }

    // src/programs/tor/replication.ts:41
    @brief("Another switch leads the stripe.")
    action to_leader(bit<32> leader_ip) {
        meta.leader_ip = leader_ip;
    }

    // src/programs/tor/classify.ts:7
    @brief("Decides what the switch does with the message.")
    action set_operation(bit<8> operation) {
        meta.operation = operation;
    }

    // src/programs/tor/classify.ts:14
    @brief("The message comes from where it cannot come from.")
    action forged() {
        meta.operation = OP_DROP;
    }

    // src/programs/tor/answers.ts:19
    @brief("Sends the message back to the host that asked.")
    action answer(bit<8> kind, bit<8> code) {
        hdr.ringworld.kind = kind;
        hdr.ringworld.code = code;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = meta.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        hdr.ipv4.dst = hdr.ringworld.reply_to;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/sequencer-registers.ts:20
    action accept_token() {
        bit<32> accept_sequence_cell;
        @atomic {
            token_sequence.read(accept_sequence_cell, 0);
            token_sequence.write(0, (int<32>)(hdr.ringworld.sequence - accept_sequence_cell) > 0
                    || accept_sequence_cell == 0 ? hdr.ringworld.sequence : accept_sequence_cell);
            meta.newer = (int<32>)(hdr.ringworld.sequence - accept_sequence_cell) > 0
                    || accept_sequence_cell == 0 ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/sequencer-registers.ts:23
    action ask_token() {
        bit<32> read_sequence_cell;
        @atomic {
            token_sequence.read(read_sequence_cell, 0);
            meta.token_sequence = read_sequence_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:42
    action keep_token_view() {
        token_view.write(0, hdr.ringworld.view);
    }

    // src/programs/tor/sequencer-registers.ts:43
    action ask_token_view() {
        bit<32> read_view_cell;
        @atomic {
            token_view.read(read_view_cell, 0);
            meta.token_view = read_view_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:66
    action keep_acknowledged() {
        bit<32> write_acknowledged_cell;
        @atomic {
            acknowledged.read(write_acknowledged_cell, 0);
            acknowledged.write(0, (int<32>)(hdr.ringworld.sequence - write_acknowledged_cell) > 0
                    ? hdr.ringworld.sequence : write_acknowledged_cell);
        }
    }

    // src/programs/tor/sequencer-registers.ts:67
    action ask_acknowledged() {
        bit<32> read_acknowledged_cell;
        @atomic {
            acknowledged.read(read_acknowledged_cell, 0);
            meta.acknowledged = read_acknowledged_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:85
    action close_epoch() {
        bit<32> next_epoch_cell;
        @atomic {
            epoch.read(next_epoch_cell, 0);
            epoch.write(0, next_epoch_cell + 1);
            meta.epoch = next_epoch_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:86
    action ask_epoch() {
        bit<32> read_epoch_cell;
        @atomic {
            epoch.read(read_epoch_cell, 0);
            meta.epoch = read_epoch_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:109
    action take_tickets() {
        bit<32> add_arrivals_cell;
        @atomic {
            arrivals.read(add_arrivals_cell, 0);
            arrivals.write(0, add_arrivals_cell + hdr.ringworld.count);
            meta.arrivals = add_arrivals_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:112
    action ask_arrivals() {
        bit<32> read_arrivals_cell;
        @atomic {
            arrivals.read(read_arrivals_cell, 0);
            meta.arrivals = read_arrivals_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:135
    action close_tickets() {
        bit<32> release_all_cell;
        @atomic {
            released.read(release_all_cell, 0);
            released.write(0, meta.arrivals);
            meta.released = release_all_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:138
    action ask_released() {
        bit<32> read_released_cell;
        @atomic {
            released.read(read_released_cell, 0);
            meta.released = read_released_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:158
    action keep_epoch_first() {
        epoch_first.write((bit<32>)meta.epoch_slot, meta.released);
    }

    // src/programs/tor/sequencer-registers.ts:159
    action ask_epoch_first() {
        bit<32> read_epoch_first_cell;
        @atomic {
            epoch_first.read(read_epoch_first_cell, (bit<32>)meta.epoch_slot);
            meta.first = read_epoch_first_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:158
    action keep_epoch_base_lo() {
        epoch_base_lo.write((bit<32>)meta.epoch_slot, hdr.ringworld.index_lo);
    }

    // src/programs/tor/sequencer-registers.ts:159
    action ask_epoch_base_lo() {
        bit<32> read_epoch_base_lo_cell;
        @atomic {
            epoch_base_lo.read(read_epoch_base_lo_cell, (bit<32>)meta.epoch_slot);
            meta.base_lo = read_epoch_base_lo_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:158
    action keep_epoch_base_hi() {
        epoch_base_hi.write((bit<32>)meta.epoch_slot, hdr.ringworld.index_hi);
    }

    // src/programs/tor/sequencer-registers.ts:159
    action ask_epoch_base_hi() {
        bit<32> read_epoch_base_hi_cell;
        @atomic {
            epoch_base_hi.read(read_epoch_base_hi_cell, (bit<32>)meta.epoch_slot);
            meta.base_hi = read_epoch_base_hi_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:196
    action keep_sent_lo() {
        sent_lo.write(0, hdr.ringworld.index_lo);
    }

    // src/programs/tor/sequencer-registers.ts:197
    action ask_sent_lo() {
        bit<32> read_sent_lo_cell;
        @atomic {
            sent_lo.read(read_sent_lo_cell, 0);
            hdr.ringworld.index_lo = read_sent_lo_cell;
        }
    }

    // src/programs/tor/sequencer-registers.ts:196
    action keep_sent_hi() {
        sent_hi.write(0, hdr.ringworld.index_hi);
    }

    // src/programs/tor/sequencer-registers.ts:197
    action ask_sent_hi() {
        bit<32> read_sent_hi_cell;
        @atomic {
            sent_hi.read(read_sent_hi_cell, 0);
            hdr.ringworld.index_hi = read_sent_hi_cell;
        }
    }

    // src/programs/tor/sequencer.ts:25
    action set_successor(bit<9> port) {
        meta.recirculate_flag = 0;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/tor/answers.ts:32
    @brief("Sends the message through this switch once more.")
    action loop_back(bit<8> kind) {
        hdr.ringworld.kind = kind;
        standard_metadata.egress_spec = standard_metadata.ingress_port;
        standard_metadata.mcast_grp = 0;
        meta.recirculate_flag = 1;
    }

    // src/programs/tor/replication-registers.ts:37
    action ask_cursor() {
        bit<32> read_cursor_cell;
        @atomic {
            commit_cursor.read(read_cursor_cell, (bit<32>)meta.lane);
            meta.cursor = read_cursor_cell;
        }
    }

    // src/programs/tor/replication-registers.ts:40
    action advance_cursor() {
        bit<32> move_cursor_cell;
        @atomic {
            commit_cursor.read(move_cursor_cell, (bit<32>)meta.lane);
            commit_cursor.write((bit<32>)meta.lane, move_cursor_cell == hdr.ringworld.sequence
                    ? move_cursor_cell + 1 : move_cursor_cell);
            meta.moved = move_cursor_cell == hdr.ringworld.sequence ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/replication-registers.ts:43
    action reset_cursor() {
        bit<32> set_cursor_cell;
        @atomic {
            commit_cursor.read(set_cursor_cell, (bit<32>)meta.lane);
            commit_cursor.write((bit<32>)meta.lane, (int<32>)(hdr.ringworld.sequence - set_cursor_cell) > 0
                    ? hdr.ringworld.sequence : set_cursor_cell);
            meta.cursor = (int<32>)(hdr.ringworld.sequence - set_cursor_cell) > 0 ? hdr.ringworld.sequence
                    : set_cursor_cell;
        }
    }

    // src/programs/tor/replication-registers.ts:72
    action claim_slot() {
        bit<32> take_slot_cell;
        @atomic {
            slot_owner.read(take_slot_cell, (bit<32>)meta.slot);
            slot_owner.write((bit<32>)meta.slot, meta.owner);
            meta.known = take_slot_cell == meta.owner ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/replication-registers.ts:73
    action find_slot() {
        bit<32> check_slot_cell;
        @atomic {
            slot_owner.read(check_slot_cell, (bit<32>)meta.slot);
            meta.known = check_slot_cell == meta.owner ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/replication-registers.ts:100
    action keep_tag() {
        @atomic {
            slot_tag.write((bit<32>)meta.slot, hdr.ringworld.tag);
            meta.matches = 1;
        }
    }

    // src/programs/tor/replication-registers.ts:105
    action join_slot() {
        bit<32> join_tag_cell;
        @atomic {
            slot_tag.read(join_tag_cell, (bit<32>)meta.slot);
            slot_tag.write((bit<32>)meta.slot, join_tag_cell == 0 ? hdr.ringworld.tag : join_tag_cell);
            meta.matches = join_tag_cell == 0 || join_tag_cell == hdr.ringworld.tag ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/replication-registers.ts:101
    action compare_tag() {
        bit<32> check_tag_cell;
        @atomic {
            slot_tag.read(check_tag_cell, (bit<32>)meta.slot);
            meta.matches = check_tag_cell == hdr.ringworld.tag ? 1w1 : 1w0;
        }
    }

    // src/programs/tor/replication-registers.ts:167
    action contest() {
        slot_contested.write((bit<32>)meta.slot, 1w1);
    }

    // src/programs/tor/replication-registers.ts:168
    action ask_contested() {
        bit<1> read_contested_cell;
        @atomic {
            slot_contested.read(read_contested_cell, (bit<32>)meta.slot);
            meta.contested = read_contested_cell;
        }
    }

    // src/programs/tor/replication-registers.ts:130
    action forget_votes() {
        slot_votes.write((bit<32>)meta.slot, 16w0);
    }

    // src/programs/tor/replication-registers.ts:131
    action count_vote() {
        bit<16> add_vote_cell;
        @atomic {
            slot_votes.read(add_vote_cell, (bit<32>)meta.slot);
            slot_votes.write((bit<32>)meta.slot, add_vote_cell | meta.vote);
            meta.votes_before = add_vote_cell;
        }
        meta.votes = meta.votes_before | meta.vote;
    }

    // src/programs/tor/replication-registers.ts:135
    action ask_votes() {
        bit<16> read_votes_cell;
        @atomic {
            slot_votes.read(read_votes_cell, (bit<32>)meta.slot);
            meta.votes_before = read_votes_cell;
        }
        meta.votes = meta.votes_before;
    }

    // src/programs/tor/votes.ts:16
    action set_value_votes(bit<8> count) {
        meta.value_votes = count;
    }

    // src/programs/tor/votes.ts:16
    action set_junk_votes(bit<8> count) {
        meta.junk_votes = count;
    }

    // src/programs/tor/replication.ts:54
    action fetch_from(bit<32> server_ip) {
        hdr.ipv4.dst = server_ip;
        meta.operation = OP_ROUTE;
    }

    // src/programs/routing.ts:4
    action forward(bit<9> port, bit<48> dst_mac) {
        hdr.ethernet.dst = dst_mac;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        meta.recirculate_flag = 0;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/tor/program.ts:24
    @brief("Who this switch is, and the view that it is in.")
    table this_switch {
        actions = {
            set_switch;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1;
    }

    // src/programs/ports.ts:23
    @brief("What stands behind each port. A port without an entry may only send what everybody may.")
    table port_role {
        key = {
            standard_metadata.ingress_port: exact @name("ingress_port");
        }
        actions = {
            set_role;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 512;
    }

    // src/programs/traffic-class.ts:22
    @brief("Maps a packet's DSCP to its traffic class; untrusted claims are re-marked.")
    table dscp_class {
        key = {
            hdr.ipv4.dscp: exact @name("dscp");
            meta.trusted: exact @name("trusted");
        }
        actions = {
            set_class;
            remark;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 128;
    }

    // src/programs/tor/replication.ts:47
    @brief("The projection: who leads the stripe of an index, and which replica set keeps it.")
    table stripe {
        key = {
            meta.stripe: exact @name("stripe");
        }
        actions = {
            lead;
            to_leader;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 16;
    }

    // src/programs/tor/classify.ts:100
    @brief("What a message asks for, by its kind and where it came in.")
    table classify {
        key = {
            hdr.ringworld.kind: exact @name("kind");
            meta.role: exact @name("role");
            meta.leads: ternary @name("leads");
            meta.same_view: ternary @name("same_view");
        }
        actions = {
            set_operation;
            forged;
        }
        const entries = {
            (KIND_APPEND, 1, _, _): set_operation(OP_ARRIVE);
            (KIND_APPEND, 2, _, _): set_operation(OP_ARRIVE);
            (KIND_TICKET, 1, _, _): set_operation(OP_TICKET);
            (KIND_TICKET, 2, _, _): set_operation(OP_TICKET);
            (KIND_RELEASE_QUERY, 1, _, _): set_operation(OP_RELEASE_QUERY);
            (KIND_RELEASE_QUERY, 2, _, _): set_operation(OP_RELEASE_QUERY);
            (KIND_PENDING, 7, _, 1): set_operation(OP_PENDING);
            (KIND_ADVANCE, 7, _, 1): set_operation(OP_ADVANCE);
            (KIND_TOKEN, 3, _, 1): set_operation(OP_TOKEN);
            (KIND_TOKEN, 5, _, 1): set_operation(OP_TOKEN);
            (KIND_TOKEN_ACK, 3, _, 1): set_operation(OP_TOKEN_ACK);
            (KIND_TICK, 6, _, _): set_operation(OP_TICK);
            (KIND_WRITE, 1, 0, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 2, 0, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 4, 0, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 5, 0, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 7, 0, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 1, 0, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 2, 0, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 4, 0, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 5, 0, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 7, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 1, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 2, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 4, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 5, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 7, 0, _): set_operation(OP_TO_LEADER);
            (KIND_STORED, 2, 0, _): set_operation(OP_TO_LEADER);
            (KIND_STORED, 4, 0, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 1, 1, _): set_operation(OP_READ);
            (KIND_READ, 2, 1, _): set_operation(OP_READ);
            (KIND_READ, 4, 1, _): set_operation(OP_READ);
            (KIND_READ, 5, 1, _): set_operation(OP_READ);
            (KIND_READ, 7, 1, _): set_operation(OP_READ);
            (KIND_WRITE, 1, 1, 1): set_operation(OP_WRITE);
            (KIND_WRITE, 2, 1, 1): set_operation(OP_WRITE);
            (KIND_WRITE, 4, 1, 1): set_operation(OP_WRITE);
            (KIND_WRITE, 5, 1, 1): set_operation(OP_WRITE);
            (KIND_WRITE, 7, 1, 1): set_operation(OP_WRITE);
            (KIND_FILL, 1, 1, 1): set_operation(OP_FILL);
            (KIND_FILL, 2, 1, 1): set_operation(OP_FILL);
            (KIND_FILL, 4, 1, 1): set_operation(OP_FILL);
            (KIND_FILL, 5, 1, 1): set_operation(OP_FILL);
            (KIND_FILL, 7, 1, 1): set_operation(OP_FILL);
            (KIND_WRITE, 1, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 2, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 4, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 5, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 7, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 1, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 2, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 4, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 5, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 7, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_STORED, 2, 1, 1): set_operation(OP_STORED);
            (KIND_STORED, 4, 1, 1): set_operation(OP_STORED);
            (KIND_STATUS, 5, _, _): set_operation(OP_STATUS);
            (KIND_SET_LANE, 5, _, _): set_operation(OP_SET_LANE);
            (KIND_CONFIRM, 1, 0, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 2, 0, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 4, 0, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 5, 0, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 7, 0, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 1, 1, 1): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 2, 1, 1): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 4, 1, 1): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 5, 1, 1): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 7, 1, 1): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 1, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 2, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 4, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 5, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 7, 1, 0): set_operation(OP_OTHER_VIEW);
            (KIND_SEAL, 5, _, _): set_operation(OP_ROUTE);
            (KIND_SURVEY, 5, _, _): set_operation(OP_ROUTE);
            (KIND_LIST, 5, _, _): set_operation(OP_ROUTE);
            (KIND_RECALL, 5, _, _): set_operation(OP_ROUTE);
            (KIND_RESTORE, 5, _, _): set_operation(OP_ROUTE);
            (KIND_INSTALL, 5, _, _): set_operation(OP_ROUTE);
            (KIND_SEALED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_SURVEYED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_LISTED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_RECALLED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_RESTORED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_INSTALLED, 2, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_STORE, 4, _, _): set_operation(OP_ROUTE);
            (KIND_WITNESS, 4, _, _): set_operation(OP_ROUTE);
            (KIND_FETCH, 4, _, _): set_operation(OP_ROUTE);
            (KIND_COMMITTED, 4, _, _): set_operation(OP_ROUTE);
            (KIND_REFUSED, 2, _, _): set_operation(OP_ROUTE);
            (KIND_REFUSED, 4, _, _): set_operation(OP_ROUTE);
            (KIND_DATA, 2, _, _): set_operation(OP_ROUTE);
            (KIND_DATA, 4, _, _): set_operation(OP_ROUTE);
            (KIND_CONFIRMED, 2, _, _): set_operation(OP_ROUTE);
            (KIND_CONFIRMED, 4, _, _): set_operation(OP_ROUTE);
        }
        const default_action = forged();
        counters = messages;
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The newest hop number. A token with an older one is a duplicate.")
    table token_sequence_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            accept_token;
            ask_token;
            NoAction;
        }
        const entries = {
            OP_TOKEN: accept_token();
            OP_TICK: ask_token();
            OP_STATUS: ask_token();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The view of the token that this switch sent last.")
    table token_view_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_token_view;
            ask_token_view;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_token_view();
            OP_TICK: ask_token_view();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The newest hop that the successor has acknowledged.")
    table acknowledged_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_acknowledged;
            ask_acknowledged;
            NoAction;
        }
        const entries = {
            OP_TOKEN_ACK: keep_acknowledged();
            OP_TICK: ask_acknowledged();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The open epoch; the token closes it.")
    table epoch_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            close_epoch;
            ask_epoch;
            NoAction;
        }
        const entries = {
            OP_TOKEN: close_epoch();
            OP_ARRIVE: ask_epoch();
            OP_TICKET: ask_epoch();
            OP_PENDING: ask_epoch();
            OP_RELEASE_QUERY: ask_epoch();
            OP_STATUS: ask_epoch();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Tickets given out. A request takes its place when it arrives.")
    table arrivals_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            take_tickets;
            ask_arrivals;
            NoAction;
        }
        const entries = {
            OP_ARRIVE: take_tickets();
            OP_TICKET: take_tickets();
            OP_TOKEN: ask_arrivals();
            OP_STATUS: ask_arrivals();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Tickets whose epoch is closed.")
    table released_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            close_tickets;
            ask_released;
            NoAction;
        }
        const entries = {
            OP_TOKEN: close_tickets();
            OP_STATUS: ask_released();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("First ticket of each closed epoch.")
    table epoch_first_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_epoch_first;
            ask_epoch_first;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_epoch_first();
            OP_PENDING: ask_epoch_first();
            OP_RELEASE_QUERY: ask_epoch_first();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Lower half of the index that the token brought when the epoch closed.")
    table epoch_base_lo_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_epoch_base_lo;
            ask_epoch_base_lo;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_epoch_base_lo();
            OP_PENDING: ask_epoch_base_lo();
            OP_RELEASE_QUERY: ask_epoch_base_lo();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Upper half of the index that the token brought when the epoch closed.")
    table epoch_base_hi_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_epoch_base_hi;
            ask_epoch_base_hi;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_epoch_base_hi();
            OP_PENDING: ask_epoch_base_hi();
            OP_RELEASE_QUERY: ask_epoch_base_hi();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Lower half of the index that the token left with.")
    table sent_lo_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_sent_lo;
            ask_sent_lo;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_sent_lo();
            OP_TICK: ask_sent_lo();
            OP_STATUS: ask_sent_lo();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Upper half of the index that the token left with.")
    table sent_hi_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            keep_sent_hi;
            ask_sent_hi;
            NoAction;
        }
        const entries = {
            OP_TOKEN: keep_sent_hi();
            OP_TICK: ask_sent_hi();
            OP_STATUS: ask_sent_hi();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/sequencer.ts:26
    @brief("Where a token goes that a tick sends.")
    table ring_successor {
        actions = {
            set_successor;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1;
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The commit cursor of a lane. It moves over committed positions, in order.")
    table commit_cursor_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            ask_cursor;
            advance_cursor;
            reset_cursor;
            NoAction;
        }
        const entries = {
            OP_WRITE: ask_cursor();
            OP_FILL: ask_cursor();
            OP_READ: ask_cursor();
            OP_STATUS: ask_cursor();
            OP_ADVANCE: advance_cursor();
            OP_SET_LANE: reset_cursor();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("The position that owns a slot. A write or a fill takes it over.")
    table slot_owner_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            claim_slot;
            find_slot;
            NoAction;
        }
        const entries = {
            OP_WRITE: claim_slot();
            OP_FILL: claim_slot();
            OP_STORED: find_slot();
            OP_ADVANCE: find_slot();
            OP_READ: find_slot();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/replication-registers.ts:111
    @brief("The value of a slot. The first one wins.")
    table slot_tag_access {
        key = {
            meta.operation: exact @name("operation");
            meta.known: exact @name("known");
        }
        actions = {
            keep_tag;
            join_slot;
            compare_tag;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0): keep_tag();
            (OP_FILL, 0): keep_tag();
            (OP_WRITE, 1): join_slot();
            (OP_STORED, 1): compare_tag();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/by-operation.ts:17
    @brief("Whether a read of the slot must ask a majority.")
    table slot_contested_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            contest;
            ask_contested;
            NoAction;
        }
        const entries = {
            OP_FILL: contest();
            OP_READ: ask_contested();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/replication-registers.ts:141
    @brief("The status map: one bit for each replica that has acknowledged, for the value and for junk.")
    table slot_votes_access {
        key = {
            meta.operation: exact @name("operation");
            meta.known: exact @name("known");
            meta.matches: exact @name("counts");
        }
        actions = {
            forget_votes;
            count_vote;
            ask_votes;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0, 1): forget_votes();
            (OP_FILL, 0, 1): forget_votes();
            (OP_WRITE, 1, 0): ask_votes();
            (OP_WRITE, 1, 1): ask_votes();
            (OP_FILL, 1, 0): ask_votes();
            (OP_FILL, 1, 1): ask_votes();
            (OP_READ, 1, 0): ask_votes();
            (OP_READ, 1, 1): ask_votes();
            (OP_ADVANCE, 1, 0): ask_votes();
            (OP_ADVANCE, 1, 1): ask_votes();
            (OP_STORED, 1, 1): count_vote();
        }
        const default_action = NoAction();
    }

    // src/programs/tor/votes.ts:18
    @brief("How many replicas hold the value.")
    table value_votes {
        key = {
            meta.votes[7:0]: exact @name("votes");
        }
        actions = {
            set_value_votes;
        }
        const entries = {
            1: set_value_votes(1);
            2: set_value_votes(1);
            3: set_value_votes(2);
            4: set_value_votes(1);
            5: set_value_votes(2);
            6: set_value_votes(2);
            7: set_value_votes(3);
            8: set_value_votes(1);
            9: set_value_votes(2);
            10: set_value_votes(2);
            11: set_value_votes(3);
            12: set_value_votes(2);
            13: set_value_votes(3);
            14: set_value_votes(3);
            15: set_value_votes(4);
            16: set_value_votes(1);
            17: set_value_votes(2);
            18: set_value_votes(2);
            19: set_value_votes(3);
            20: set_value_votes(2);
            21: set_value_votes(3);
            22: set_value_votes(3);
            23: set_value_votes(4);
            24: set_value_votes(2);
            25: set_value_votes(3);
            26: set_value_votes(3);
            27: set_value_votes(4);
            28: set_value_votes(3);
            29: set_value_votes(4);
            30: set_value_votes(4);
            31: set_value_votes(5);
        }
        const default_action = set_value_votes(0);
    }

    // src/programs/tor/votes.ts:18
    @brief("How many replicas hold junk.")
    table junk_votes {
        key = {
            meta.votes[15:8]: exact @name("votes");
        }
        actions = {
            set_junk_votes;
        }
        const entries = {
            1: set_junk_votes(1);
            2: set_junk_votes(1);
            3: set_junk_votes(2);
            4: set_junk_votes(1);
            5: set_junk_votes(2);
            6: set_junk_votes(2);
            7: set_junk_votes(3);
            8: set_junk_votes(1);
            9: set_junk_votes(2);
            10: set_junk_votes(2);
            11: set_junk_votes(3);
            12: set_junk_votes(2);
            13: set_junk_votes(3);
            14: set_junk_votes(3);
            15: set_junk_votes(4);
            16: set_junk_votes(1);
            17: set_junk_votes(2);
            18: set_junk_votes(2);
            19: set_junk_votes(3);
            20: set_junk_votes(2);
            21: set_junk_votes(3);
            22: set_junk_votes(3);
            23: set_junk_votes(4);
            24: set_junk_votes(2);
            25: set_junk_votes(3);
            26: set_junk_votes(3);
            27: set_junk_votes(4);
            28: set_junk_votes(3);
            29: set_junk_votes(4);
            30: set_junk_votes(4);
            31: set_junk_votes(5);
        }
        const default_action = set_junk_votes(0);
    }

    // src/programs/tor/replication.ts:58
    @brief("The log server that answers a read at each attempt.")
    table read_replica {
        key = {
            meta.replica_set: exact @name("replica_set");
            hdr.ringworld.count[7:0]: exact @name("attempt");
        }
        actions = {
            fetch_from;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 512;
    }

    // src/programs/routing.ts:10
    @brief("The next hop of a packet. What has no route, or no hops left, is dropped.")
    table ipv4_route {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    apply {
        mark_to_drop(standard_metadata);
        this_switch.apply();
        port_role.apply();
        if (hdr.packet_out.isValid() && hdr.packet_out.egress_port != 0) {
            meta.recirculate_flag = 0;
            standard_metadata.egress_spec = hdr.packet_out.egress_port[8:0];
            standard_metadata.mcast_grp = 0;
        } else if (hdr.ipv4.isValid()) {
            meta.operation = OP_ROUTE;
            if (hdr.ipv4.isValid()) {
                dscp_class.apply();
            }
            if (hdr.ringworld.isValid()) {
                if (standard_metadata.instance_type == 4) {
                    meta.role = 7;
                }
                if (hdr.ringworld.view == meta.view) {
                    meta.same_view = 1;
                }
                meta.stripe = hdr.ringworld.index_lo[3:0];
                meta.position = hdr.ringworld.index_hi[3:0] ++ hdr.ringworld.index_lo[31:4];
                stripe.apply();
                classify.apply();
                if (meta.operation == OP_ARRIVE) {
                    hdr.ringworld.count = 1;
                }
                if (meta.operation == OP_TICKET && hdr.ringworld.count[31:12] != 0) {
                    answer(KIND_REFUSED, CODE_TOO_LARGE);
                }
                token_sequence_access.apply();
                if (meta.operation == OP_TOKEN && meta.newer == 0) {
                    meta.operation = OP_DUPLICATE_TOKEN;
                }
                token_view_access.apply();
                acknowledged_access.apply();
                epoch_access.apply();
                arrivals_access.apply();
                released_access.apply();
                if (meta.operation == OP_TOKEN) {
                    meta.epoch_slot = meta.epoch[7:0];
                } else {
                    meta.epoch_slot = hdr.ringworld.epoch[7:0];
                    meta.epoch_age = meta.epoch - hdr.ringworld.epoch;
                }
                epoch_first_access.apply();
                epoch_base_lo_access.apply();
                epoch_base_hi_access.apply();
                if (meta.operation == OP_TOKEN) {
                    meta.addend = meta.arrivals - meta.released;

                    // The token takes the batch with it (src/programs/tor/sequencer.ts:59)
                    hdr.ringworld.epoch = meta.epoch;
                    hdr.ringworld.ticket = meta.released;
                    hdr.ringworld.count = meta.addend;
                    meta.low_before = hdr.ringworld.index_lo;
                    hdr.ringworld.index_lo = hdr.ringworld.index_lo + meta.addend;
                    hdr.ringworld.index_hi = hdr.ringworld.index_hi + (bit<32>)(meta.low_before[31:31] & ~hdr.ringworld.index_lo[31:31]);
                    hdr.ringworld.sequence = hdr.ringworld.sequence + 1;
                }
                sent_lo_access.apply();
                sent_hi_access.apply();
                if (meta.operation == OP_TOKEN) {
                    meta.recirculate_flag = 0;
                    standard_metadata.mcast_grp = 1;
                }
                if (meta.operation == OP_DUPLICATE_TOKEN) {
                    // A duplicate is acknowledged and goes no further (src/programs/tor/sequencer.ts:82)
                    hdr.ringworld.kind = KIND_TOKEN_ACK;
                    meta.recirculate_flag = 0;
                    standard_metadata.egress_spec = standard_metadata.ingress_port;
                    standard_metadata.mcast_grp = 0;
                }
                if (meta.operation == OP_TICK) {
                    // A tick sends a token again that was not acknowledged (src/programs/tor/sequencer.ts:68)
                    if (meta.token_view == meta.view && meta.acknowledged != meta.token_sequence + 1) {
                        hdr.ringworld.kind = KIND_TOKEN;
                        hdr.ringworld.view = meta.view;
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ethernet.src = meta.switch_mac;
                        hdr.ipv4.ttl = 64;
                        hdr.ringworld.count = 0;
                        hdr.ringworld.sequence = meta.token_sequence + 1;
                        ring_successor.apply();
                    } else {
                        mark_to_drop(standard_metadata);
                    }
                }
                if (meta.operation == OP_TICKET) {
                    // Tickets for a host (src/programs/tor/sequencer.ts:87)
                    hdr.ringworld.epoch = meta.epoch;
                    hdr.ringworld.ticket = meta.arrivals;
                    answer(KIND_GRANT, CODE_NONE);
                }
                if (meta.operation == OP_ARRIVE) {
                    // An append waits here until the token comes (src/programs/tor/sequencer.ts:93)
                    hdr.ringworld.epoch = meta.epoch;
                    hdr.ringworld.ticket = meta.arrivals;
                    hdr.ringworld.view = meta.view;
                    loop_back(KIND_PENDING);
                }
                if (meta.operation == OP_PENDING) {
                    if (meta.epoch_age == 0) {
                        loop_back(KIND_PENDING);
                    } else if (meta.epoch_age[31:8] != 0) {
                        mark_to_drop(standard_metadata);
                    } else {
                        // A pending append gets its index once its epoch is closed
                        // (src/programs/tor/sequencer.ts:50)
                        hdr.ringworld.index_lo = meta.base_lo;
                        hdr.ringworld.index_hi = meta.base_hi;
                        meta.addend = hdr.ringworld.ticket - meta.first + 1;
                        meta.low_before = hdr.ringworld.index_lo;
                        hdr.ringworld.index_lo = hdr.ringworld.index_lo + meta.addend;
                        hdr.ringworld.index_hi = hdr.ringworld.index_hi + (bit<32>)(meta.low_before[31:31] & ~hdr.ringworld.index_lo[31:31]);
                        loop_back(KIND_WRITE);
                    }
                }
                if (meta.operation == OP_RELEASE_QUERY) {
                    if (meta.epoch_age == 0) {
                        mark_to_drop(standard_metadata);
                    } else if (meta.epoch_age[31:8] != 0) {
                        answer(KIND_REFUSED, CODE_EPOCH_PAST);
                    } else {
                        // A release for a host that lost it (src/programs/tor/sequencer.ts:103)
                        hdr.ringworld.count = 0x7fffffff;
                        hdr.ringworld.ticket = meta.first;
                        hdr.ringworld.index_lo = meta.base_lo;
                        hdr.ringworld.index_hi = meta.base_hi;
                        answer(KIND_RELEASE, CODE_NONE);
                    }
                }
                if (meta.operation == OP_STATUS || meta.operation == OP_SET_LANE) {
                    meta.lane = hdr.ringworld.count[3:0];
                }
                commit_cursor_access.apply();

                // Only positions of the window have a slot (src/programs/tor/replication.ts:78)
                meta.distance = meta.position - meta.cursor;
                if (meta.operation == OP_WRITE || meta.operation == OP_FILL) {
                    if (meta.distance[31:31] == 1) {
                        if (meta.operation == OP_WRITE) {
                            meta.operation = OP_PAST;
                        } else {
                            meta.operation = OP_PASSED_FILL;
                        }
                    } else if (meta.distance[30:10] != 0) {
                        meta.operation = OP_BUSY;
                    }
                }

                // The slot of a position (src/programs/tor/replication.ts:90)
                meta.target = meta.position;
                if (meta.operation == OP_ADVANCE) {
                    meta.target = hdr.ringworld.sequence + 1;
                }
                meta.owner = meta.target + 1;
                meta.slot = meta.lane ++ meta.target[9:0];
                if (hdr.ringworld.tag == 0) {
                    meta.junk = 1;
                    meta.vote[15:8] = hdr.ringworld.replica;
                } else {
                    meta.vote[7:0] = hdr.ringworld.replica;
                }
                slot_owner_access.apply();
                slot_tag_access.apply();
                if (meta.junk == 1) {
                    meta.matches = 1;
                }
                slot_contested_access.apply();
                slot_votes_access.apply();
                value_votes.apply();
                junk_votes.apply();
                if (meta.operation == OP_WRITE) {
                    if (meta.known == 0) {
                        // The replica set gets the entry (src/programs/tor/replication.ts:101)
                        hdr.ringworld.kind = KIND_STORE;
                        hdr.ringworld.code = CODE_NONE;
                        hdr.ringworld.view = meta.view;
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ethernet.src = meta.switch_mac;
                        hdr.ipv4.ttl = 64;
                        meta.recirculate_flag = 0;
                        standard_metadata.mcast_grp = meta.group;
                    } else if (meta.matches == 0 || meta.junk_votes >= meta.members) {
                        answer(KIND_REFUSED, CODE_CONFLICT);
                    } else if (meta.value_votes >= meta.majority) {
                        hdr.ringworld.sequence = meta.position;
                        loop_back(KIND_ADVANCE);
                    } else {
                        // The replica set gets the entry (src/programs/tor/replication.ts:101)
                        hdr.ringworld.kind = KIND_STORE;
                        hdr.ringworld.code = CODE_NONE;
                        hdr.ringworld.view = meta.view;
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ethernet.src = meta.switch_mac;
                        hdr.ipv4.ttl = 64;
                        meta.recirculate_flag = 0;
                        standard_metadata.mcast_grp = meta.group;
                    }
                }
                if (meta.operation == OP_FILL) {
                    if (meta.value_votes >= meta.majority || meta.junk_votes >= meta.members) {
                        hdr.ringworld.sequence = meta.position;
                        loop_back(KIND_ADVANCE);
                    } else {
                        hdr.ringworld.tag = 0;
                        hdr.ringworld.client = 0;
                        hdr.ringworld.length = 0;

                        // The replica set gets the entry (src/programs/tor/replication.ts:101)
                        hdr.ringworld.kind = KIND_STORE;
                        hdr.ringworld.code = CODE_NONE;
                        hdr.ringworld.view = meta.view;
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ethernet.src = meta.switch_mac;
                        hdr.ipv4.ttl = 64;
                        meta.recirculate_flag = 0;
                        standard_metadata.mcast_grp = meta.group;
                    }
                }
                if (meta.operation == OP_STORED) {
                    if (meta.votes != meta.votes_before && ((meta.junk == 1
                            && meta.junk_votes == meta.members) || (meta.junk == 0
                            && meta.value_votes == meta.majority))) {
                        hdr.ringworld.sequence = meta.position;
                        loop_back(KIND_ADVANCE);
                    } else {
                        mark_to_drop(standard_metadata);
                    }
                }
                if (meta.operation == OP_ADVANCE) {
                    if (meta.moved == 1 && meta.known == 1 && (meta.value_votes >= meta.majority
                            || meta.junk_votes >= meta.members)) {
                        hdr.ringworld.sequence = hdr.ringworld.sequence + 1;
                        loop_back(KIND_ADVANCE);
                    } else {
                        answer(KIND_COMMITTED, CODE_NONE);
                    }
                }
                if (meta.operation == OP_READ) {
                    if (meta.distance[31:31] == 1 || (meta.known == 1 && (meta.value_votes >= meta.majority
                            || meta.junk_votes >= meta.members))) {
                        hdr.ringworld.kind = KIND_FETCH;
                        hdr.ringworld.code = (bit<8>)meta.contested;
                        hdr.ringworld.view = meta.view;
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ethernet.src = meta.switch_mac;
                        hdr.ipv4.ttl = 64;
                        if (hdr.ringworld.count == 255) {
                            meta.recirculate_flag = 0;
                            standard_metadata.mcast_grp = meta.group;
                        } else {
                            read_replica.apply();
                        }
                    } else {
                        hdr.ringworld.sequence = meta.cursor;
                        answer(KIND_REFUSED, CODE_NOT_COMMITTED);
                    }
                }
                if (meta.operation == OP_PAST) {
                    hdr.ringworld.sequence = meta.cursor;
                    answer(KIND_REFUSED, CODE_PAST);
                }
                if (meta.operation == OP_PASSED_FILL) {
                    answer(KIND_COMMITTED, CODE_NONE);
                }
                if (meta.operation == OP_BUSY) {
                    hdr.ringworld.sequence = meta.cursor;
                    answer(KIND_REFUSED, CODE_BUSY);
                }
                if (meta.operation == OP_OTHER_VIEW) {
                    answer(KIND_REFUSED, CODE_VIEW);
                }
                if (meta.operation == OP_CONFIRM) {
                    hdr.ringworld.kind = KIND_WITNESS;
                    hdr.ringworld.view = meta.view;
                    hdr.ipv4.src = meta.switch_ip;
                    hdr.ethernet.src = meta.switch_mac;
                    hdr.ipv4.ttl = 64;
                    meta.recirculate_flag = 0;
                    standard_metadata.mcast_grp = meta.group;
                }
                if (meta.operation == OP_TO_LEADER) {
                    hdr.ipv4.dst = meta.leader_ip;
                    meta.operation = OP_ROUTE;
                }
                if (meta.operation == OP_STATUS || meta.operation == OP_SET_LANE) {
                    // Registers for the controller (src/programs/tor/controller-packets.ts:21)
                    hdr.ringworld.kind = KIND_STATUS_REPLY;
                    hdr.ringworld.view = meta.view;
                    hdr.ringworld.epoch = meta.epoch;
                    hdr.ringworld.ticket = meta.arrivals;
                    hdr.ringworld.count = meta.released;
                    hdr.ringworld.sequence = meta.token_sequence;
                    hdr.ringworld.tag = meta.cursor;
                    hdr.packet_in.setValid();
                    hdr.packet_in.ingress_port = (bit<16>)standard_metadata.ingress_port;
                    meta.recirculate_flag = 0;
                    standard_metadata.egress_spec = CPU_PORT;
                    standard_metadata.mcast_grp = 0;
                }
                if (meta.operation == OP_TO_CONTROLLER) {
                    hdr.packet_in.setValid();
                    hdr.packet_in.ingress_port = (bit<16>)standard_metadata.ingress_port;
                    meta.recirculate_flag = 0;
                    standard_metadata.egress_spec = CPU_PORT;
                    standard_metadata.mcast_grp = 0;
                }
            }
            if (meta.operation == OP_ROUTE) {
                if (hdr.ipv4.ttl > 1) {
                    ipv4_route.apply();
                }
            }
        }
    }
}

// src/programs/tor/program.ts:61
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/tor/egress.ts:12
    action to_replica(bit<32> server_ip, bit<48> server_mac, bit<8> replica) {
        hdr.ipv4.dst = server_ip;
        hdr.ethernet.dst = server_mac;
        hdr.ringworld.replica = replica;
    }

    // src/programs/tor/egress.ts:21
    @brief("Addresses a copy for a replica set to the member that it is for.")
    table replica_copy {
        key = {
            meta.replica_set: exact @name("replica_set");
            standard_metadata.egress_rid: exact @name("egress_rid");
        }
        actions = {
            to_replica;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    apply {
        if (meta.recirculate_flag == 1) {
            recirculate_preserving_field_list(0);
        } else if (hdr.ringworld.isValid()) {
            hdr.udp.checksum = 0;
            if (standard_metadata.egress_rid != 0) {
                if (hdr.ringworld.kind == KIND_TOKEN) {
                    if (standard_metadata.egress_rid == 2) {
                        // The predecessor learns that its token has come (src/programs/tor/egress.ts:28)
                        hdr.ringworld.kind = KIND_TOKEN_ACK;
                        hdr.ringworld.sequence = hdr.ringworld.sequence - 1;
                    } else if (standard_metadata.egress_rid == 3) {
                        // The hosts of the rack learn the indices of their tickets
                        // (src/programs/tor/egress.ts:33)
                        hdr.ringworld.kind = KIND_RELEASE;
                        meta.low_before = hdr.ringworld.index_lo;
                        hdr.ringworld.index_lo = hdr.ringworld.index_lo - hdr.ringworld.count;
                        hdr.ringworld.index_hi = hdr.ringworld.index_hi - (bit<32>)(hdr.ringworld.index_lo[31:31] & ~meta.low_before[31:31]);
                        hdr.ipv4.src = meta.switch_ip;
                        hdr.ipv4.dst = 0xffffffff;
                        hdr.ethernet.dst = 0xffffffffffff;
                    }
                } else {
                    replica_copy.apply();
                }
            }
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // src/programs/parser.ts:40
        update_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version, hdr.ipv4.ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length,
                    hdr.ipv4.identification, hdr.ipv4.flags, hdr.ipv4.fragment_offset, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
        packet.emit(hdr.ringworld);
    }
}

@pkginfo(
    name="tor",
    version="1.0.0"
)
@brief("RingWorld's top-of-rack switch: token ring, sequencing and replication.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
