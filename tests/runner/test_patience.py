"""A target is healed once the page has come to rest, and not while it may still be on its way."""

from __future__ import annotations

from clerkwork.runner.patience import Patience


def first_try(patience: Patience, busy_until: float = 0.0, end: float = 15.0) -> float | None:
    """When the first try comes, looking every tenth of a second at a page that is busy until then."""
    for tenth in range(int(end * 10) + 1):
        now = tenth / 10
        patience.notice(now, now if now < busy_until else "rest", pending=False)
        if patience.used_up(now):
            return now
    return None


def test_a_page_at_rest_is_given_two_seconds() -> None:
    assert first_try(Patience(began=0.0, limit=15.0)) == 2.0


def test_a_short_step_gives_half_of_its_limit() -> None:
    assert first_try(Patience(began=0.0, limit=1.0)) == 0.5


def test_a_page_that_is_still_loading_is_waited_for() -> None:
    assert first_try(Patience(began=0.0, limit=15.0), busy_until=6.0) == 6.5


def test_a_request_under_way_counts_as_loading() -> None:
    patience = Patience(began=0.0, limit=15.0)
    patience.notice(2.9, "same", pending=True)
    patience.notice(3.0, "same", pending=False)
    assert not patience.used_up(3.0)
    assert patience.used_up(3.5)


def test_a_page_that_never_rests_is_healed_as_it_is_before_the_time_is_over() -> None:
    assert first_try(Patience(began=0.0, limit=15.0), busy_until=100.0) == 12.0


def test_the_next_heal_of_a_run_waits_less() -> None:
    assert first_try(Patience(began=0.0, limit=15.0, healed_before=True)) == 1.0


def test_a_refusal_is_not_repeated_at_every_look() -> None:
    patience = Patience(began=0.0, limit=15.0)
    assert first_try(patience) == 2.0
    patience.notice(2.5, "rest", pending=False)
    assert not patience.used_up(2.5)
    assert patience.used_up(3.0)
