"""A page of about 2,000 elements, and the same page after a redesign: what the benchmark looks for is on both."""

ROWS = 285
"""Rows of eight elements each."""

_ROW = (
    '<tr><td><input type="checkbox" name="{tick}"></td><td>LT-{n:04}</td><td>ThinkPad X{model}</td>'
    '<td><a id="{edit}" href="/devices/{n}/edit">{edit_word}</a></td></tr>'
)
_PAGE = """<title>Devices</title><h1>Devices</h1><form name="{form}"><p><label for="{search}">{search_word}</label>
<input id="{search}" name="{search}"></p><table><tr><th></th><th>Device</th><th>Model</th><th>Action</th></tr>
{rows}</table><button type="button" id="{save}" class="{look}">{save_word}</button>
<button type="button" id="{cancel}" class="{look}">{cancel_word}</button></form>"""


def recorded() -> str:
    """The page as it was recorded."""
    words = {"search_word": "Search for", "save_word": "Save all changes", "cancel_word": "Cancel"}
    return _page("devices", "txtSearch", "btnSave", "btnCancel", "button", words, tick="chk", edit="lnkEdit")


def redesigned() -> str:
    """Reworded, with other ids, names and classes: no candidate of the save button holds."""
    words = {"search_word": "Find a device", "save_word": "Save changes", "cancel_word": "Discard"}
    return _page("register", "q", "apply", "drop", "mdc-button", words, tick="select", edit="open")


def _page(
    form: str, search: str, save: str, cancel: str, look: str, words: dict[str, str], *, tick: str, edit: str
) -> str:
    rows = "".join(
        _ROW.format(n=n, model=n % 9, tick=f"{tick}{n}", edit=f"{edit}{n}", edit_word="Edit")
        for n in range(ROWS)
    )
    return _PAGE.format(form=form, search=search, save=save, cancel=cancel, look=look, rows=rows, **words)
