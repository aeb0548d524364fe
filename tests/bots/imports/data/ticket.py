import pytest
import re
from playwright.sync_api import Page, expect


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, playwright):
    return {"viewport": {"width":1280,"height":900}}


def test_example(page: Page) -> None:
    page.goto("http://127.0.0.1:8102/login")
    page.locator("#user").click()
    page.locator("#user").fill("clerk")
    page.locator("#pass").click()
    page.locator("#pass").fill("clerk-pass-7")
    page.get_by_role("button", name="Sign in").click()
    with page.expect_popup() as page1_info:
        page.locator("frame[name=\"menu\"]").content_frame.get_by_role("link", name="New ticket").click()
    page1 = page1_info.value
    page1.locator("#subject").click()
    page1.locator("#subject").fill("Printer stops after every page")
    with page1.expect_popup() as page2_info:
        page1.get_by_role("button", name="...").click()
    page2 = page2_info.value
    page2.get_by_role("link", name="Meyer, Anna").click()
    page1.locator("#category").select_option("Hardware")
    page1.locator("#subcat").select_option("Printer")
    page1.locator("#prio_High").check()
    page1.locator("#descr").click()
    page1.locator("#descr").fill("The printer on floor 3 stops after every page.")
    page1.get_by_role("button", name="Choose File").set_input_files("photo-note.txt")
    page1.once("dialog", lambda dialog: dialog.accept())
    page1.get_by_role("button", name="Submit").click()
    page.locator("frame[name=\"menu\"]").content_frame.get_by_role("link", name="Sign out").click()
