"""What script/server asks before and after it starts: may this be served here, and does it answer yet?

`python -m veer.web.serving HOST PORT` checks; with `--until-up PID` it waits for the server and prints its address.
It needs no settings and no database, so that a second start stays quick.
"""

import http.client
import os
import socket
import sys
import time
from ipaddress import ip_address

from veer.web import environment

PATIENCE = 180.0  # a demonstration whose law has changed is filled again before it answers


def refusal(host: str, port: int) -> str:
    """Why Veer may not be served at this address, or nothing."""
    if (environment.flag("DEMO") or environment.unconfigured()) and not is_loopback(host):
        return f"a demonstration hands out logins, so it stays on this machine: VEER_HOST=127.0.0.1, not {host}"
    try:
        with socket.create_server((host, port)):
            return ""
    except OSError as error:
        return f"cannot listen on {host}:{port} ({error.strerror}); VEER_PORT chooses another port"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def wait_until_up(host: str, port: int, process: int) -> bool:
    """True once the server answers; False when its process has ended or our patience has."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        if _answers(host, port):
            return True
        time.sleep(0.05)
    return False


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except OSError:
        return False
    else:
        return True
    finally:
        connection.close()


def main(arguments: list[str]) -> int:
    host, port = arguments[0], int(arguments[1])
    if "--until-up" in arguments:
        if wait_until_up(host, port, int(arguments[-1])):
            sys.stdout.write(f"\n  Veer is at {environment.text('SITE_URL')}\n  Stop it with Ctrl-C.\n\n")
            return 0
        sys.stderr.write("Veer did not start; what went wrong stands above.\n")
        return 1
    refused = refusal(host, port)
    if refused:
        sys.stderr.write(f"Veer does not start: {refused}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
