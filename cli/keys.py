"""`clerkwork keys`: the key that seals runs here, and the keys whose seals count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from clerkwork.cli.failures import DONE

keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@keys.callback()
def _keys() -> None:
    """Make, list and hand on the keys that seal runs and verify seals.

    \b
    Example:
      clerkwork keys export --to this-machine.pem
    """


@keys.command("new")
def new(
    in_keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep it in the system's keyring, not in a file.")
    ] = False,
) -> int:
    """Make a new key that seals runs here from now on. Seals of the old one stay good.

    \b
    Example:
      clerkwork keys new
    """
    from clerkwork.evidence.key_store import new_key

    made = new_key(in_keyring=in_keyring)
    print(f"{made.public.keyid} seals runs here from now on")
    if in_keyring:
        print("set CLERKWORK_SIGNING_KEY=keyring where runs are sealed")
    return DONE


@keys.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print the keys as JSON.")] = False) -> int:
    """List the keys whose seals count here.

    \b
    Example:
      clerkwork keys list
    """
    from clerkwork.evidence.key_store import known_keys

    known = known_keys()
    if as_json:
        rows = [{"id": one.key.keyid, "seals": one.seals, "source": one.source} for one in known]
        print(json.dumps(rows, indent=2))
        return DONE
    for one in known:
        print(f"{one.key.keyid[:16]}  {'seals' if one.seals else 'trusted':8} {one.source}")
    if not known:
        print("none yet; the first run makes one, or: clerkwork keys new")
    return DONE


@keys.command("export")
def export(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write it there.")] = None,
) -> int:
    """Print the public key that belongs to the key that seals here, for those who verify elsewhere.

    \b
    Example:
      clerkwork keys export --to this-machine.pem
    """
    from clerkwork.evidence.key_store import signing_key

    pem = signing_key().public.to_pem()
    if to is None:
        print(pem, end="")
    else:
        to.write_text(pem, encoding="ascii")
        print(to)
    return DONE


@keys.command("trust")
def trust(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Public keys (.pem).")],
) -> int:
    """Count the seals of other machines' keys here.

    \b
    Example:
      clerkwork keys trust this-machine.pem
    """
    from clerkwork.evidence.key_store import trust as trust_key
    from clerkwork.evidence.keys import PublicKey

    for file in files:
        key = PublicKey.from_pem(file.read_bytes(), str(file))
        trust_key(key)
        print(f"{key.keyid} is trusted")
    return DONE
