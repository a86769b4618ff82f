"""The command line, imported once: each command runs in a fork of one process, as in a process of its own.

The examples of the documentation run some two hundred commands, and most of a short command's time is
importing. The server waits at a socket; a script in the place of the command hands over its arguments,
folder, environment and three standard streams, and ends as the command does.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_CLIENT = """\
import array, json, os, socket, sys
asked = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    server.sendmsg([len(asked).to_bytes(8, "big")],
                   [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
    server.sendall(asked)
    os._exit(server.recv(1)[0])
"""
"""It imports next to nothing, and so starts at once."""
_READY = "ready\n"


def serve(place: str) -> None:
    """Run commands until nobody is left who could ask."""
    from comptoir.authoring import example, seal  # noqa: PLC0415 - what commands import when they are run
    from comptoir.cli import main  # noqa: PLC0415

    seal(example())
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen(64)
        os.write(1, _READY.encode())
        while True:
            asking, _ = door.accept()
            if os.fork():
                asking.close()
                with contextlib.suppress(ChildProcessError):
                    while os.waitpid(-1, os.WNOHANG) != (0, 0):
                        pass
                continue
            code = 1
            try:
                arguments = _take(asking)
                code = main(arguments)
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                asking.sendall(bytes([code]))
                os._exit(code)


def _take(asking: socket.socket) -> list[str]:
    """Stand where the client stands: its folder, environment and streams. Its arguments."""
    streams = array.array("i")
    size, beside, _, _ = asking.recvmsg(8, socket.CMSG_SPACE(3 * streams.itemsize))
    for _, _, data in beside:
        streams.frombytes(data[: 3 * streams.itemsize])
    wanted, asked = int.from_bytes(size, "big"), b""
    while len(asked) < wanted:
        asked += asking.recv(1 << 16)
    arguments, folder, environment = json.loads(asked)
    for stream, place in zip(streams, (0, 1, 2), strict=True):
        os.dup2(stream, place)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return list(arguments)


@contextlib.contextmanager
def command_server(folder: Path) -> Iterator[str]:
    """The text of a script that is the command, as long as its server runs."""
    place, client = folder / "door", folder / "client.py"
    client.write_text(_CLIENT, encoding="utf-8")
    command = [sys.executable, __file__, os.fspath(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == _READY
            asks = [sys.executable, "-I", "-S", os.fspath(client), os.fspath(place)]
            yield f'#!/bin/sh\nexec {shlex.join(asks)} "$@"\n'
        finally:
            server.terminate()


if __name__ == "__main__":
    serve(sys.argv[1])
