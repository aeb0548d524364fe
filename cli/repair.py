"""What `clerkwork doctor --fix` does: the gentlest way first, and it says what it does.

What is there is used. Else Playwright downloads its own browser. Else Debian's packages are installed,
as root or through `sudo -n`, which never asks for a password. Else a person has to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from clerkwork.browser.find import SETTING
from clerkwork.cli import checkup
from clerkwork.cli.checkup import Finding

Say = Callable[[str], None]

_DOWNLOAD_SECONDS = 600
_CONNECT_MS = "10000"  # a firewall that swallows packets must not cost Playwright's 30 s for each try
_APT_SECONDS = 900
_LOCK_SECONDS = 120
_BROWSERS = ("chromium-headless-shell", "chromium")
_FONT = "fonts-dejavu-core"


def repair(say: Say) -> None:
    """Gets what bots cannot run without; `checkup.examine` tells afterwards whether it worked."""
    if not _works(checkup.browser()):
        _get_browser(say)
    if not _works(checkup.fonts()):
        say("no font is installed")
        _apt_install([_FONT], say)


def _get_browser(say: Say) -> None:
    named = os.environ.get(SETTING)
    if named:
        say(f"{SETTING} names '{named}', which does not work; correct it, or unset it and run this again")
        return
    say("no browser works here; downloading Playwright's own (about 300 MB)")
    if _download(say) and _works(checkup.browser()):
        return
    if not _apt_install([*_BROWSERS, _FONT], say):
        # a release without the headless shell still has the browser itself
        _apt_install([_BROWSERS[1], _FONT], say)


def _works(finding: Finding) -> bool:
    return finding.state == "ok"


def _download(say: Say) -> bool:
    command = [sys.executable, "-m", "playwright", "install", *_BROWSERS]
    env = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": _CONNECT_MS, **os.environ}
    failure = _attempt(command, _DOWNLOAD_SECONDS, env)
    if failure:
        say(f"the download failed: {failure}")
    return not failure


def _apt_install(packages: Sequence[str], say: Say) -> bool:
    as_root = _rights()
    if not shutil.which("apt-get") or not _is_debian():
        say(f"this is not Debian, so {' and '.join(packages)} must be installed by hand")
        return False
    if as_root is None:
        say(f"not root and sudo asks for a password: run 'sudo apt-get install {' '.join(packages)}'")
        return False
    apt = [*as_root, "apt-get", "-o", f"DPkg::Lock::Timeout={_LOCK_SECONDS}", "-qq", "-y"]
    install = [*apt, "--no-install-recommends", "install", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    say(f"installing Debian's {', '.join(packages)} with apt-get")
    failure = _attempt(install, _APT_SECONDS, env)
    if failure:
        say("refreshing the package lists with 'apt-get update', then once more")
        failure = _attempt([*apt, "update"], _APT_SECONDS, env) or _attempt(install, _APT_SECONDS, env)
    if failure:
        say(f"apt-get failed: {failure}")
    return not failure


def _rights() -> list[str] | None:
    """What goes before a command to run it as root: nothing, `sudo -n`, or None when we may not."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    asked = ["sudo", "-n"]
    if shutil.which("sudo") and not _attempt([*asked, "true"], 10, dict(os.environ)):
        return [*asked, "env", "DEBIAN_FRONTEND=noninteractive"]  # sudo drops the environment
    return None


def _is_debian() -> bool:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    # Ubuntu's chromium package only fetches a snap, which a container cannot run
    return any(line in ("ID=debian", "ID=raspbian", "ID=kali") for line in lines)


def _attempt(command: Sequence[str], seconds: float, env: dict[str, str]) -> str:
    """Runs a command; returns "" when it succeeded and the last telling line when not."""
    try:
        done = subprocess.run(  # noqa: S603  (our own commands, no shell)
            command, env=env, timeout=seconds, capture_output=True, text=True, errors="replace", check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end after {seconds:.0f} s"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines()]
    telling = [line for line in lines if line.startswith(("E:", "Error:"))] or [
        line for line in lines if line
    ]
    return telling[0] if telling else f"exit code {done.returncode}"
