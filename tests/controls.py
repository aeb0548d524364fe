"""A control for the bot that files tickets: one that reads what is filed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright
from ruamel.yaml import YAML

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.browser.launch import launch
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target
from tests.chaos.night import PASSWORD


async def make_control(folder: Path, url: str) -> None:
    """Make `list-tickets` of a bot that `make_bot` left in the folder."""
    yaml = YAML(typ="safe")
    targets = yaml.load((folder / "targets.yaml").read_text(encoding="utf-8"))["targets"]
    async with async_playwright() as playwright, launch(playwright) as browser:
        page = await browser.new_page()
        await page.goto(f"{url}/login")
        await page.fill("#user", "clerk")
        await page.fill("#pass", PASSWORD)
        await page.click("#btnLogin")
        await page.goto(f"{url}/tickets?view=all")
        head = page.locator("table:has(th)").locator("th").first
        await head.evaluate(f"element => {{ {page_script()} }}")
        told = await head.evaluate("element => window.__clerkwork.describe(element)")
        known = {key: told[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
    kept = {name: targets[name] for name in ("user", "password", "sign_in")} | {
        "list": {"window": "main", **known}
    }
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
    save_targets(folder, Targets(targets={name: Target.model_validate(one) for name, one in kept.items()}))


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
