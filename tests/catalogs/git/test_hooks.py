from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.git.hooks import format_hook, is_ours


def test_a_similar_hook_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "pre-commit"
    path.write_bytes(b"\x7fELF\xff")
    assert not is_ours(path)
    path.write_text(format_hook("kfor-i18n", ".", "notice"), encoding="utf-8")
    assert is_ours(path)
    (tmp_path / "link").symlink_to(path)
    assert not is_ours(tmp_path / "link")
