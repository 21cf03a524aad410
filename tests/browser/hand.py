"""Somebody at a page: presses, types, chooses; with a mouse, or with keys and nothing else."""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Locator, Page, Route

PATIENCE = 20  # seconds
FAR = 250  # presses of Tab


class Hand:
    """One person with one window. With `keys` no mouse and no address line is touched after the first page."""

    def __init__(self, page: Page, url: str, *, keys: bool) -> None:
        self.page, self.url, self.keys = page, url, keys

    def arrive(self, address: str) -> None:
        """The one address that is typed: the page on which somebody begins."""
        assert self.page.url == "about:blank"
        self.page.goto(self.url + address)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def heading(self) -> str:
        try:
            return self.page.locator("h1").first.inner_text(timeout=2000)
        except Error:  # between two pages there is none
            return ""

    def reach(self, controls: Locator) -> None:
        """To one of these by Tab, as long as it takes."""
        for _press in range(FAR):
            if controls.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no Tab reaches {controls}")

    def strike(self, control: Locator) -> None:
        if self.keys:
            self.reach(control)
            self.page.keyboard.press("Enter")
        else:
            control.click()

    def press(self, control: Locator) -> None:
        """A link or a button that leads to another page; waits until that is there."""
        before = self.page.url, self.heading()
        self.strike(control.first)
        until = time.perf_counter() + PATIENCE
        while not (now := self.heading()) or (self.page.url, now) == before:
            assert time.perf_counter() < until, f"still at {before}: {self.text()[:600]}"
            self.page.wait_for_timeout(40)
        self.page.wait_for_load_state()

    def press_here(self, control: Locator) -> None:
        """A button that leads back to the same page."""
        with self.page.expect_navigation():
            self.strike(control.first)

    def send(self) -> None:
        """The one filled button of the form."""
        self.press(self.page.locator("main form button.btn:not(.btn--quiet):not([name=more])"))

    def follow(self, end: str) -> None:
        """The first link in sight whose address ends so."""
        self.press(self.page.locator(f"a[href$='{end}']:visible"))

    def give(self, name: str, value: str) -> None:
        """Fill in one control by its name."""
        control = self.page.locator(f"main [name='{name}']")
        kind = control.first.evaluate("element => element.type")
        if kind == "radio":
            chosen = self.page.locator(f"main [name='{name}'][value='{value}']")
            if not chosen.count():
                self.find(value, chosen)
            self.choose(control, chosen)
        elif kind == "checkbox":
            self.tick(control.first)
        elif kind == "select-one":
            self.select(control.first, value)
        elif self.keys:
            self.reach(control.first)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value)
        else:
            control.first.fill(value)

    def find(self, typed: str, wanted: Locator) -> None:
        """Narrow a long list of choices to what is wanted: it comes while one types, or by the button."""
        box = self.page.locator("main input[type=search]")
        if self.keys:
            self.reach(box)
            self.page.keyboard.type(typed)
        else:
            box.fill(typed)
        try:
            wanted.wait_for(timeout=3000)
        except Error:  # without a script
            self.strike(self.page.locator("main button[name$=search]"))
            wanted.wait_for(timeout=1000 * PATIENCE)

    def choose(self, group: Locator, chosen: Locator) -> None:
        """A group of choices is one stop of Tab; arrows go round inside it."""
        if not self.keys:
            chosen.check()
            return
        self.reach(group)
        if chosen.evaluate("element => element === document.activeElement"):
            self.page.keyboard.press("Space")
        for _turn in range(group.count()):
            if chosen.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert chosen.is_checked(), f"no arrow reaches {chosen}"

    def tick(self, box: Locator) -> None:
        if box.is_checked():
            return
        if self.keys:
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        assert box.is_checked()

    def select(self, control: Locator, value: str) -> None:
        if not self.keys:
            control.select_option(value)
            return
        self.reach(control)
        self.page.keyboard.press("Home")
        for _turn in range(control.locator("option").count()):
            if control.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no arrow reaches {value}")

    def attach(self, name: str, file: Any) -> None:
        """Open the chooser of files on the control itself; past it, the files are the system's."""
        control = self.page.locator(f"main [name='{name}']")
        with self.page.expect_file_chooser() as chooser:
            self.strike(control)
        chooser.value.set_files(file)

    def read(self, link: Locator, folder: Path) -> str:
        """Open a PDF through its link and read it: what arrived, as words. The page stays where it is."""
        arrived: list[bytes] = []

        def keep(route: Route) -> None:
            arrived.append(route.fetch().body())
            route.fulfill(status=204)  # the browser's own viewer of PDF is not ours to try

        address = str(link.first.get_attribute("href"))
        self.page.route(self.url + address, keep)
        self.strike(link.first)
        until = time.perf_counter() + PATIENCE
        while not arrived and time.perf_counter() < until:
            self.page.wait_for_timeout(40)
        self.page.unroute(self.url + address, keep)
        assert len(arrived) == 1
        return words_of(arrived[0], folder)


def words_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, one space between any two."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(found.split())
