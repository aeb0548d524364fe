"""A browser page on one skin of a mock site: opens scenes, describes controls, and knows which element is right."""

from dataclasses import dataclass

from playwright.async_api import Frame, Locator, Page

from benchmarks.skins.sites import PASSWORD, Plan, Scene, Truth, as_truth
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target

_DESCRIBE = "(element, options) => window.__clerkwork.describe(element, options)"
_IS = """(found, css) => {
  const right = found.closest(css);
  return Boolean(right) || (found.tagName === "LABEL" && Boolean(found.control && found.control.matches(css)));
}"""
"""What was found is the control or stands in it: pressing a word on a button presses the button."""


@dataclass
class Stage:
    """One page on the skin `number`; `truth` says where its controls are."""

    page: Page
    site: SiteServer
    plan: Plan
    number: int
    truth: Truth

    @classmethod
    async def on(cls, page: Page, site: SiteServer, plan: Plan, number: int) -> "Stage":
        """Not signed in yet."""
        stage = cls(page, site, plan, number, as_truth(site.truth(number)))
        await page.goto(f"{site.url}/login?skin={number}")
        return stage

    async def show(self, scene: Scene) -> None:
        """Open the scene as somebody who is signed in, or not."""
        if scene.signed_in:
            await self._sign_in()
        else:
            await self.page.context.clear_cookies()
        joint = "&" if "?" in scene.path else "?"
        await self.page.goto(f"{self.site.url}{scene.path}{joint}skin={self.number}", wait_until="load")
        for control, path in scene.inside.items():
            await self._frame(control).goto(self.site.url + path, wait_until="load")

    async def describe(self, control: str) -> Target:
        """The target as the recorder would write it when a person works on the control."""
        element = self.at(control)
        await element.evaluate(f"element => {{ {page_script()} }}")
        row = self.plan.rows.get(control)
        told = await element.evaluate(_DESCRIBE, {"prefer": [row] if row else []})
        return Target.model_validate(
            {key: told[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
        )

    def at(self, control: str) -> Locator:
        """The control itself, in its row if it has one. Raises LookupError where the skin lacks it."""
        place = self.truth[control]
        if place is None:
            raise LookupError(f"skin {self.number} has no {control}")
        frame = self._frame(control)
        if control not in self.plan.rows:
            return frame.locator(place.css)
        rows = self.truth[self.plan.row_css[control]]
        assert rows is not None
        return frame.locator(rows.css).filter(has_text=self.plan.rows[control]).locator(place.css)

    async def is_right(self, found: Locator, control: str) -> bool:
        """Whether it is the control that the truth names."""
        place = self.truth[control]
        if place is None or not await found.evaluate(_IS, place.css):
            return False
        row = self.plan.rows.get(control)
        rows = self.truth[self.plan.row_css[control]] if row else None
        if rows is None:
            return True
        return bool(
            await found.evaluate(
                "(found, [css, text]) => (found.closest(css)?.textContent ?? '').includes(text)",
                [rows.css, row],
            )
        )

    async def _sign_in(self) -> None:
        if any(cookie["name"].endswith("session") for cookie in await self.page.context.cookies()):
            return
        await self.page.goto(f"{self.site.url}/login?skin={self.number}")
        user, password, button = (self.at(control) for control in self.plan.sign_in)
        await user.fill("clerk")
        await password.fill(PASSWORD)
        await button.click()
        await self.page.wait_for_url(lambda url: "/login" not in url)

    def _frame(self, control: str) -> Frame:
        place = self.truth[control]
        if place is None or place.frame is None:
            return self.page.main_frame
        frame = self.page.frame(name=place.frame)
        if frame is None:
            raise LookupError(f"skin {self.number} has no frame {place.frame!r} for {control}")
        return frame
