#!/usr/bin/env python3
"""Runs a fabric on BMv2, or on embedded switches, with Mininet's hosts, links and command line.

    sudo python3 bmv2-env/mininet_fabric.py [--switch KIND] [--fabric FILE] [--state DIR] [--script FILE]

The network is the one that `bmv2-env layout` prints; `bmv2-env up --prefix` does the rest, as it does without
Mininet. Hosts have the names of the fabric file, with `_` for `-`: Mininet's prompt knows no other signs.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile

from mininet.cli import CLI
from mininet.link import Link
from mininet.net import Mininet

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BMV2_ENV = ["node", os.path.join(ROOT, "build/bmv2-env/main.js")]
FABRIC = os.path.join(ROOT, "controller/fabrics/four-racks.yaml")


def read_layout(fabric, prefix):
    """The network of a fabric, as bmv2-env plans it."""
    printed = subprocess.check_output([*BMV2_ENV, "layout", "--fabric", fabric, "--prefix", prefix])
    return json.loads(printed)


def configure(commands, namespace=None):
    """Runs commands of ip, in a namespace or here."""
    where = [] if namespace is None else ["-n", namespace]
    subprocess.run(["ip", *where, "-batch", "-"], input="\n".join(commands), text=True, check=True)


def add_node(net, end):
    """A Mininet host for one end of a cable; the namespace of a host gets the name that bmv2-env expects."""
    namespace = end.get("namespace")
    node = net.addHost(end["node"].replace("-", "_"), inNamespace=namespace is not None)
    if namespace is not None:
        subprocess.run(["ip", "netns", "attach", namespace, str(node.pid)], check=True)
        # The host has mounts of its own: what is started at Mininet's prompt finds the name only there.
        node.cmd(f"mount --bind /proc/self/ns/net /run/netns/{namespace}")
    return node


def make_network(layout):
    """Makes Mininet's hosts and links. Switches stay in the namespace of this process."""
    net = Mininet(controller=None)
    nodes = {}
    for cable in layout["cables"]:
        a, b = cable["a"], cable["b"]
        for end in (a, b):
            if end["node"] not in nodes:
                nodes[end["node"]] = add_node(net, end)
        net.addLink(nodes[a["node"]], nodes[b["node"]], cls=Link, intfName1=a["name"], intfName2=b["name"])
    configure(layout["here"])
    for namespace, commands in layout["there"].items():
        configure(commands, namespace)
    return net


def remove_network(layout, net):
    """Ends Mininet's links and hosts, and forgets the names of their namespaces."""
    net.stop()
    configure([f"netns del {namespace}" for namespace in layout["there"]])


def start_fabric(kind, fabric, prefix, state):
    """Starts everything that runs in the network, and returns when the fabric is up."""
    options = ["--switch", kind, "--fabric", fabric, "--prefix", prefix, "--state", state, "--listen", "127.0.0.1:0"]
    # In a session of its own: Ctrl-C at Mininet's prompt is not for it.
    command = [*BMV2_ENV, "up", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for line in process.stderr:
        print(line, end="")
        if line.startswith("a shell at"):
            return process
    raise SystemExit(process.wait() or 1)


def read_options():
    parser = argparse.ArgumentParser(description="A fabric on BMv2, with Mininet's hosts, links and command line.")
    parser.add_argument("--switch", default="bmv2", choices=["bmv2", "embedded"], help="what runs as the switches")
    parser.add_argument("--fabric", default=FABRIC, help="description of racks, switches, hosts and links")
    parser.add_argument("--state", help="where the fabric keeps its files; a temporary directory by default")
    parser.add_argument("--script", help="commands for Mininet, instead of its prompt")
    return parser.parse_args()


def main():
    # Whoever ends this process so still wants everything removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = read_options()
    prefix = f"m{os.getpid():x}"
    layout = read_layout(options.fabric, prefix)
    net = make_network(layout)
    try:
        with tempfile.TemporaryDirectory(prefix="mininet-fabric-") as temporary:
            process = start_fabric(options.switch, options.fabric, prefix, options.state or temporary)
            try:
                CLI(net, script=options.script)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait()
    finally:
        remove_network(layout, net)


if __name__ == "__main__":
    main()
