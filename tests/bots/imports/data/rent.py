import re
from playwright.sync_api import Playwright, sync_playwright, expect


def run(playwright: Playwright) -> None:
    browser = playwright.chromium.launch(headless=False)
    context = browser.new_context(viewport={"width":1280,"height":900})
    page.goto("http://127.0.0.1:8101/login")
    page.get_by_role("textbox", name="User name:").click()
    page.get_by_role("textbox", name="User name:").fill("clerk")
    page.locator("#ctl00_ContentPlaceHolder1_txtPassword").click()
    page.locator("#ctl00_ContentPlaceHolder1_txtPassword").fill("clerk-pass-7")
    page.get_by_role("button", name="Sign in").click()
    page.locator("#ctl00_ContentPlaceHolder1_txtSearch").click()
    page.locator("#ctl00_ContentPlaceHolder1_txtSearch").fill("LT-0042")
    page.locator("#ctl00_ContentPlaceHolder1_txtSearch").press("Tab")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Reserve").click()
    page.get_by_role("textbox", name="Employee:").click()
    page.get_by_role("textbox", name="Employee:").fill("A. Meyer")
    page.locator("#ctl00_ContentPlaceHolder1_txtDays").dblclick()
    page.locator("#ctl00_ContentPlaceHolder1_txtDays").fill("7")
    with page.expect_popup() as page1_info:
        page.get_by_role("button", name="...").click()
    page1 = page1_info.value
    page1.get_by_role("link", name="15").click()
    page1.close()
    page.locator("#ctl00_ContentPlaceHolder1_ddlCostCentre").select_option("4711")
    page.locator("#ctl00_ContentPlaceHolder1_txtNotes").click()
    page.locator("#ctl00_ContentPlaceHolder1_txtNotes").fill("Handed out at the front desk.")
    page.get_by_role("button", name="Submit order").click()
    page.get_by_role("link", name="Sign out").click()
    page.close()

    # ---------------------
    context.close()
    browser.close()


with sync_playwright() as playwright:
    run(playwright)
