"""A routine as a script of its own."""

from __future__ import annotations

from clerkwork.bots.exports.frame import about, basic_sign_in, imports, indented, support
from clerkwork.bots.exports.routine import Routine

_HOW = """\
Run it with Python, where Playwright is installed:

    python {file}

It takes Playwright's own browser, or the one whose path stands in CHROMIUM. With HEADED=1 it shows what it does."""


def python_file(routine: Routine) -> str:
    """The text of the file."""
    name = routine.bot.name.replace("-", "_")
    size = routine.bot.viewport
    body = [*routine.lines, *(f"print({output!r}, {output})" for output in dict.fromkeys(routine.outputs))]
    options = [f'viewport={{"width": {size.width}, "height": {size.height}}}']
    if credentials := basic_sign_in(routine):
        options.append(f"http_credentials={credentials}")
    main = f"""\
def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), headless="HEADED" not in os.environ
        )
        context = browser.new_context({", ".join(options)})
        context.set_default_timeout({routine.bot.timeout * 1000:g})
        {name}(context.new_page())
        browser.close()


if __name__ == "__main__":
    main()"""
    parts = [
        about(routine, _HOW.format(file=f"{name}.py")),
        imports(routine, {"Page", "sync_playwright"}, set()),
        "\n".join(routine.constants),
        *support(routine),
        f"def {name}(page: Page) -> None:\n{indented(body)}",
        main,
    ]
    return "\n\n\n".join([f"{parts[0]}\n\n{parts[1]}\n\n{parts[2]}", *parts[3:]]) + "\n"
