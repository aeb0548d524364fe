"""What a batch says it did against what two consoles say."""

from __future__ import annotations

from typing import Any

from clerkwork.bots.reconcile import Reconcile
from clerkwork.runner.reconcile import Did, differences

ORDERS = {"bot": "orders", "rows": "orders", "column": "Order"}
BILLS = {"bot": "bills", "rows": "bills", "column": "Ref.", "equal": {"Seats": "{{ inputs.seats }}"}}
RECONCILE = Reconcile.model_validate({"key": "{{ outputs.order }}", "against": [ORDERS, BILLS]})


def did(number: int, order: str, seats: int) -> Did:
    return Did(number, {"outputs": {"order": order}, "inputs": {"seats": seats}})


def found(
    items: list[Did], orders: list[dict[str, Any]], bills: list[dict[str, Any]]
) -> list[tuple[int, str]]:
    return [(one.number, one.why) for one in differences(RECONCILE, items, [orders, bills])]


def test_licences_ordered_and_billed_alike_differ_in_nothing() -> None:
    orders = [{"Order": "O-1"}, {"Order": "O-2"}, {"Order": "O-99"}]
    bills = [{"Ref.": " O-1 ", "Seats": "5"}, {"Ref.": "O-2", "Seats": "10"}]
    assert found([did(1, "O-1", 5), did(2, "O-2", 10)], orders, bills) == []


def test_what_one_console_lacks_has_twice_or_says_otherwise() -> None:
    orders = [{"Order": "O-1"}, {"Order": "O-2"}, {"Order": "O-2"}, {"Order": "O-3"}]
    bills = [{"Ref.": "O-1", "Seats": "6"}, {"Ref.": "O-2", "Seats": "10"}]
    assert found([did(1, "O-1", 5), did(2, "O-2", 10), did(3, "O-3", 1)], orders, bills) == [
        (1, "bills: Seats is '6', not '5'"),
        (2, "orders has 2 rows for it"),
        (3, "bills has no row for it"),
    ]


def test_the_rows_that_differ_are_told() -> None:
    [one] = differences(
        RECONCILE,
        [did(1, "O-1", 5)],
        [[{"Order": "O-1"}], [{"Ref.": "O-1", "Seats": "6"}]],
    )
    assert (one.key, one.rows) == ("O-1", ({"Ref.": "O-1", "Seats": "6"},))


def test_two_tables_read_by_one_bot_are_each_compared() -> None:
    bills = ORDERS | {"rows": "bills", "column": "Ref."}
    both = Reconcile.model_validate({"key": "{{ outputs.order }}", "against": [ORDERS, bills]})
    [one] = differences(both, [did(1, "O-1", 5)], [[], [{"Ref.": "O-1"}]])
    assert one.why == "orders has no row for it"


def test_an_item_without_a_key_is_not_taken_for_a_row_without_one() -> None:
    assert found([did(1, " ", 5)], [{"Order": ""}], [{"Ref.": "", "Seats": "5"}]) == [
        (1, "nothing names it, its key is empty"),
        (1, "nothing names it, its key is empty"),
    ]
