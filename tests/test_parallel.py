from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kfor_i18n.parallel import run_each


def locate(item: int) -> tuple[int, int]:
    return item, os.getpid()


def fail(item: int) -> int:
    raise ValueError(item)


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.parametrize("weight", [9, 10])
def test_results_come_in_the_order_of_the_items(weight: int) -> None:
    items = range(1000)
    assert [item for item, _ in run_each(locate, items, weight=weight, worth=10)] == list(items)


def test_work_that_is_worth_it_is_done_in_other_processes() -> None:
    places = {place for _, place in run_each(locate, range(40), weight=10, worth=10)}
    assert os.getpid() not in places


@pytest.mark.parametrize(
    ("items", "weight", "count"), [((1, 2), 9, 2), ((1,), 10, 2), ((), 10, 2), ((1, 2), 10, 1)]
)
def test_little_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch, items: tuple[int, ...], weight: int, count: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    places = {place for _, place in run_each(locate, items, weight=weight, worth=10)}
    assert places <= {os.getpid()}


@pytest.mark.parametrize("weight", [9, 10])
def test_what_the_function_raises_is_raised(weight: int) -> None:
    with pytest.raises(ValueError, match="1"):
        list(run_each(fail, (1, 2), weight=weight, worth=10))


def test_work_in_one_process_loads_nothing_for_many() -> None:
    code = (
        "import sys\n"
        "from kfor_i18n.parallel import run_each\n"
        "assert list(run_each(str, (1, 2), weight=1, worth=2)) == ['1', '2']\n"
        "assert not {'multiprocessing', 'concurrent.futures'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
