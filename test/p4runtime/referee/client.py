"""A controller made of gRPC's C library and the public Python messages, for the conformance test of the server.

Usage: client.py ADDRESS DEVICE_ID P4INFO DEVICE_CONFIG, with p4.v1 and google.rpc on PYTHONPATH.
Prints one JSON object a line: what it did, and what came back.
"""

import json
import queue
import sys

import grpc
from google.rpc import status_pb2
from p4.v1 import p4runtime_pb2 as p4
from p4.v1 import p4runtime_pb2_grpc

ELECTION_ID = p4.Uint128(high=2**64 - 1, low=5)


def report(step, **facts):
    print(json.dumps({"step": step, **facts}), flush=True)


class Stream:
    """The StreamChannel: what is sent waits in a queue."""

    def __init__(self, stub):
        self._requests = queue.Queue()
        self._answers = stub.StreamChannel(iter(self._requests.get, None))

    def exchange(self, request):
        self._requests.put(request)
        return next(self._answers)

    def close(self):
        self._requests.put(None)


def entry(low, wide):
    """An insert into ingress.exact; the value for `low` has zeros in front that need not be there."""
    update = p4.Update(type=p4.Update.INSERT)
    table_entry = update.entity.table_entry
    table_entry.table_id = 0x02000001
    table_entry.match.add(field_id=1).exact.value = bytes([0, 0, low])
    table_entry.match.add(field_id=2).exact.value = wide
    table_entry.action.action.action_id = 0x01000001
    table_entry.action.action.params.add(param_id=1, value=b"\x01\xff")
    table_entry.action.action.params.add(param_id=2, value=b"\x05")
    return update


def set_pipeline(stub, device_id, p4info, device_config):
    request = p4.SetForwardingPipelineConfigRequest(device_id=device_id, election_id=ELECTION_ID)
    request.action = p4.SetForwardingPipelineConfigRequest.VERIFY_AND_COMMIT
    request.config.p4info.ParseFromString(p4info)
    request.config.p4_device_config = device_config
    request.config.cookie.cookie = 2**64 - 1
    stub.SetForwardingPipelineConfig(request)
    config = stub.GetForwardingPipelineConfig(p4.GetForwardingPipelineConfigRequest(device_id=device_id)).config
    report(
        "pipeline",
        same_p4info=config.p4info == request.config.p4info,
        same_device_config=config.p4_device_config == device_config,
        cookie=str(config.cookie.cookie),
    )


def write(stub, device_id, *updates):
    try:
        stub.Write(p4.WriteRequest(device_id=device_id, election_id=ELECTION_ID, updates=updates))
        report("write", code="OK", errors=[])
    except grpc.RpcError as error:
        status = status_pb2.Status()
        for key, value in error.trailing_metadata():
            if key == "grpc-status-details-bin":
                status.ParseFromString(value)
        errors = []
        for detail in status.details:
            message = p4.Error()
            assert detail.Unpack(message)
            errors.append(message.canonical_code)
        report("write", code=error.code().name, errors=errors)


def read(stub, device_id):
    request = p4.ReadRequest(device_id=device_id, entities=[p4.Entity(table_entry=p4.TableEntry())])
    entries = [entity.table_entry for answer in stub.Read(request) for entity in answer.entities]
    report("read", low=[entry.match[0].exact.value.hex() for entry in entries])


def packet_out(*values):
    request = p4.StreamMessageRequest()
    request.packet.payload = b"payload"
    for metadata_id, value in enumerate(values, start=1):
        request.packet.metadata.add(metadata_id=metadata_id, value=value)
    return request


def main(address, device_id, p4info, device_config):
    with grpc.insecure_channel(address) as channel:
        stub = p4runtime_pb2_grpc.P4RuntimeStub(channel)
        report("capabilities", version=stub.Capabilities(p4.CapabilitiesRequest()).p4runtime_api_version)
        stream = Stream(stub)
        request = p4.StreamMessageRequest()
        request.arbitration.device_id = device_id
        request.arbitration.election_id.CopyFrom(ELECTION_ID)
        answer = stream.exchange(request).arbitration
        report("arbitration", code=answer.status.code, same_id=answer.election_id == ELECTION_ID)
        set_pipeline(stub, device_id, p4info, device_config)
        wide = b"\x01" * 16
        write(stub, device_id, entry(1, wide), entry(2, wide))
        write(stub, device_id, entry(1, wide), entry(3, wide), entry(4, b""))
        write(stub, device_id, *[entry(1, wide) for _ in range(100)])
        read(stub, device_id)
        packet = stream.exchange(packet_out(b"\x03", b"\x00")).packet
        report("packet", payload=packet.payload.decode(), metadata=[item.value.hex() for item in packet.metadata])
        report("refused packet", code=stream.exchange(packet_out()).error.canonical_code)
        stream.close()


if __name__ == "__main__":
    with open(sys.argv[3], "rb") as info_file, open(sys.argv[4], "rb") as config_file:
        main(sys.argv[1], int(sys.argv[2]), info_file.read(), config_file.read())
