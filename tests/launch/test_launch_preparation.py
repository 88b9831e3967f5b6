"""When a start may skip looking at migrations and demo data."""

from pathlib import Path

import pytest

from app.launch import preparation
from app.launch.preparation import Prepared


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("alembic/versions", "app"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "code.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(preparation, "REPOSITORY", tmp_path)
    return tmp_path


def test_same_code_and_database_need_no_second_look(repository: Path) -> None:
    note = repository / "note"
    assert not Prepared(note, "one")
    Prepared(note, "one").remember()
    assert Prepared(note, "one")


@pytest.mark.parametrize("changed", ["alembic/versions/code.py", "app/code.py", "app/new.py"])
def test_changed_code_is_prepared_again(repository: Path, changed: str) -> None:
    note = repository / "note"
    Prepared(note, "one").remember()
    (repository / changed).write_text("2", encoding="utf-8")
    assert not Prepared(note, "one")


def test_new_database_is_prepared_again(repository: Path) -> None:
    Prepared(repository / "note", "one").remember()
    assert not Prepared(repository / "note", "two")


def test_external_database_is_always_looked_at(repository: Path) -> None:
    Prepared(repository / "note", None).remember()
    assert not Prepared(repository / "note", None)


def test_interrupted_preparation_counts_as_none(repository: Path) -> None:
    Prepared(repository / "note", "one").remember()
    Prepared(repository / "note", "one").forget()
    assert not Prepared(repository / "note", "one")
