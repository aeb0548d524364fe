"""A routine as a test for pytest-playwright."""

from __future__ import annotations

from clerkwork.bots.exports.frame import about, basic_sign_in, imports, indented, support
from clerkwork.bots.exports.routine import Routine

_HOW = """\
Run it with pytest-playwright:

    pytest {file}

It takes Playwright's own browser, or with --browser-channel chrome an installed one. One that lies elsewhere,
such as Debian's, is named in conftest.py:

    @pytest.fixture(scope="session")
    def browser_type_launch_args(browser_type_launch_args):
        return {{**browser_type_launch_args, "executable_path": "/usr/bin/chromium"}}"""


def pytest_file(routine: Routine) -> str:
    """The text of the file."""
    name = routine.bot.name.replace("-", "_")
    size = routine.bot.viewport
    credentials = basic_sign_in(routine)
    needed = {"import pytest"} if credentials else set()
    body = [
        f'page.set_viewport_size({{"width": {size.width}, "height": {size.height}}})',
        f"page.set_default_timeout({routine.bot.timeout * 1000:g})",
        *routine.lines,
        *(f"print({output!r}, {output})" for output in dict.fromkeys(routine.outputs)),
    ]
    parts = [
        about(routine, _HOW.format(file=f"test_{name}.py")),
        imports(routine, {"Page"}, needed),
        "\n".join(routine.constants),
        *([_fixture(credentials)] if credentials else []),
        *support(routine),
        f"def test_{name}(page: Page) -> None:\n{indented(body)}",
    ]
    return "\n\n\n".join([f"{parts[0]}\n\n{parts[1]}\n\n{parts[2]}", *parts[3:]]) + "\n"


def _fixture(credentials: str) -> str:
    return (
        '@pytest.fixture(scope="session")\n'
        "def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:\n"
        f'    return {{**browser_context_args, "http_credentials": {credentials}}}'
    )
