"""Which rule of an application a message's source is explained by."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.workbench.rendering.protocol import Route, Source
from kfor_i18n.workbench.rendering.reasons import Usage

FORM = Route("/order", (Source("app.py", 10, 14),), is_asked=False)
OTHER_FORM = Route("/pay", (Source("app.py", 16, 18),), is_asked=False)
VALUES = Route("/goods/<int:number>", (Source("app.py", 20, 22),), has_values=True)


@pytest.mark.parametrize(
    ("routes", "reference", "rule", "hindrance"),
    [
        ((VALUES, FORM), "app.py:10", "/order", "form"),
        ((VALUES, FORM), "app.py:14", "/order", "form"),
        ((FORM, VALUES), "app.py:21", "/goods/<int:number>", "values"),
        ((FORM, VALUES), "app.py:15", "", None),
        ((FORM, VALUES), "app.py", "", None),
        ((FORM, OTHER_FORM), "app.py", "/order", "form"),
    ],
)
def test_the_rule_is_the_one_whose_function_has_the_line(
    tmp_path: Path, routes: tuple[Route, ...], reference: str, rule: str, hindrance: str | None
) -> None:
    (tmp_path / "app.py").write_text("")
    (reason,) = Usage(tmp_path, routes=routes).explain([reference])
    assert (reason.cause, reason.rule, reason.hindrance) == ("code", rule, hindrance)


def test_two_lines_with_the_same_reason_are_one(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("")
    assert len(Usage(tmp_path, routes=(FORM,)).explain(["app.py:11", "app.py:12"])) == 1
