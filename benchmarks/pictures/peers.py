"""The npm packages that the picture comparison is measured against, installed beside the benchmarks."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = ("pixelmatch@7.2.0", "pngjs@7.0.0", "odiff-bin@4.5.0")


def peers() -> Path:
    """The folder that holds `node_modules` with all peers; installs them on first use (needs the network)."""
    folder = HERE / ".peers"
    if not (folder / "node_modules" / "odiff-bin").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is missing: install Node 20 or newer to measure against the npm packages.")
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        subprocess.run([npm, "install", "--no-fund", "--no-audit", *PACKAGES], cwd=folder, check=True)
    return folder


def node() -> str:
    found = shutil.which("node")
    if found is None:
        raise SystemExit("node is missing: install Node 20 or newer to measure against the npm packages.")
    return found
