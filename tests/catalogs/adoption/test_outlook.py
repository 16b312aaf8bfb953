from __future__ import annotations

import pytest

from kfor_i18n.catalogs.adoption.outlook import list_kinds
from tests.builders import HEADERS, parse

FIRST = '\n#. Note\n#: a.py\n#, python-format\nmsgid "One %s"\nmsgstr "Eins %s"\n'
SECOND = '\nmsgid "Two"\nmsgstr "Zwei"\n'
CATALOG = HEADERS["sl"] + FIRST + SECOND


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (CATALOG, set()),
        (CATALOG + '\nmsgid "New"\nmsgstr ""\n', set()),
        (CATALOG.replace("#, python-format\n", ""), {"flags"}),
        (CATALOG.replace("a.py", "b.py"), {"references"}),
        (CATALOG.replace("#. Note\n", ""), {"comments"}),
        (HEADERS["sl"] + SECOND + FIRST, {"order"}),
        (CATALOG.replace('"Zwei"', '""\n"Zwei"'), {"layout"}),
        (CATALOG.replace('"Zwei"', '"Zwo"'), {"revived"}),
        (HEADERS["sl"].replace("UTF-8", "utf-8") + FIRST + SECOND, {"header"}),
    ],
)
def test_each_kind_of_change_is_known(after: str, kinds: set[str]) -> None:
    assert list_kinds(parse(CATALOG), parse(after)) == kinds
