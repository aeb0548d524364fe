"""A control for the bot that files tickets: one that reads what is filed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright
from ruamel.yaml import YAML

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.browser.launch import launch
from tests.chaos.night import SIGN_IN, described, make_bot, sign_in


async def make_bots(folder: Path, url: str) -> Path:
    """`tickets` files them, `list_tickets` reads what is filed; the folder itself."""
    await make_bot(folder / "tickets", url)
    await make_bot(folder / "list_tickets", url)
    await make_control(folder / "list_tickets", url)
    return folder


async def make_control(folder: Path, url: str) -> None:
    """Make `list-tickets` of a bot that `make_bot` left in the folder."""
    targets = load_bundle(folder).targets.targets
    async with async_playwright() as playwright, launch(playwright) as browser:
        page = await browser.new_page()
        await page.goto(f"{url}/login")
        await sign_in(page)
        await page.goto(f"{url}/tickets?view=all")
        listed = await described(page.locator("table:has(th)").locator("th"))
    steps: list[dict[str, Any]] = [
        {"open": "desk:/login"},
        {"fill": "user", "with": "clerk"},
        {"fill": "password", "with": "{{ secrets.desk_password }}"},
        {"click": "sign_in", "after": "navigation"},
        {"open": "desk:/tickets?view=all"},
        {"read_rows": "list", "into": "tickets"},
    ]
    bot = {
        "name": "list-tickets",
        "steps": steps,
        "systems": {"desk": {"url": url, "sign_in": "form"}},
        "outputs": {"tickets": {"type": "rows"}},
        "secrets": ["desk_password"],
    }
    save_bot(folder, Bot.model_validate(bot))
    save_targets(folder, Targets(targets={name: targets[name] for name in SIGN_IN} | {"list": listed}))


def reconciled(bots: Path, **control: object) -> None:
    """The tickets bot with this control."""
    file = bots / "tickets" / "bot.yaml"
    yaml = YAML(typ="safe")
    told = yaml.load(file.read_text(encoding="utf-8"))
    against = {"bot": "list_tickets", "rows": "tickets", "column": "Subject"} | control
    told["reconcile"] = {"key": "{{ inputs.subject }}", "against": [against]}
    with file.open("w", encoding="utf-8") as written:
        yaml.dump(told, written)


def redacting(*files: Path) -> None:
    """Let these bots keep account numbers out of every file."""
    yaml = YAML(typ="safe")
    for file in files:
        told = yaml.load(file.read_text(encoding="utf-8")) | {"redact": ["iban"]}
        with file.open("w", encoding="utf-8") as written:
            yaml.dump(told, written)
