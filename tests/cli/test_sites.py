from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request

import pytest

from clerkwork.cli.main import main


def test_the_sites_are_listed_with_their_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sites", "list"]) == 0
    listed = dict(line.split() for line in capsys.readouterr().out.splitlines())
    assert listed["rentals"] == "http://127.0.0.1:8101"


def test_a_served_site_answers_until_it_is_told_to_end() -> None:
    command = [sys.executable, "-m", "clerkwork.cli.main", "sites", "serve", "rentals", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        name, url = serving.stdout.readline().split()
        ready = serving.stdout.readline()
        with urllib.request.urlopen(f"{url}/__state", timeout=10) as answer:
            state = json.load(answer)
        serving.terminate()
        code = serving.wait(15)
    assert (name, ready) == ("rentals:", "serving: ready (Ctrl-C ends)\n")
    assert state["counters"] is not None
    assert code == (1 if sys.platform == "win32" else 0)


def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["sites", "serve", "rentals", "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(
        f"clerkwork: port {port}, where rentals would be served, is taken"
    )
