"""The office's commands: what they refuse, and that refusing leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.build import base_model
from bot.clock import real_time
from bot.command import main
from bot.settings import Settings
from bot.talking import talk
from integrations.district.reading import read
from integrations.sql.anchors import Anchors
from integrations.sql.store import Store
from nlu.listener import Listener

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command over a files folder of its own; returns its exit code and all its words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FENGQIAO_FILES", str(tmp_path / "var"))
    monkeypatch.setenv("FENGQIAO_DEMO", "1")
    monkeypatch.setenv("FENGQIAO_PASSWORD", "made-up-password")
    monkeypatch.delenv("FENGQIAO_DATABASE_URL", raising=False)

    def command(*words: str) -> tuple[int, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


@pytest.fixture
def opened(run: Run, tmp_path: Path) -> Run:
    """The same with a store."""
    (tmp_path / "var").mkdir()
    assert run("migrate")[0] == 0
    return run


def test_a_store_that_is_not_there_is_said_and_not_made(run: Run, tmp_path: Path) -> None:
    for words in (("verify-log",), ("backup", str(tmp_path / "copy"))):
        code, said = run(*words)
        assert code == 1
        assert "没有找到数据库" in said
    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "var" / "fengqiao.db").exists()


def test_a_folder_without_a_backup_restores_nothing(run: Run, tmp_path: Path) -> None:
    code, said = run("restore", str(tmp_path / "nothing"))
    assert code == 1
    assert "没有备份" in said
    assert not (tmp_path / "var").exists()


def test_a_backup_comes_back_in_an_empty_place_and_over_nothing_else(
    opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened("user", "add", "wang")[0] == 0
    assert opened("backup", str(tmp_path / "copy"))[0] == 0
    assert "没有覆盖" in opened("restore", str(tmp_path / "copy"))[1]
    monkeypatch.setenv("FENGQIAO_FILES", str(tmp_path / "elsewhere"))
    assert opened("restore", str(tmp_path / "copy"))[0] == 0
    assert "wang" in opened("user", "list")[1]


def test_an_unknown_revision_is_said_with_those_there_are(opened: Run) -> None:
    code, said = opened("migrate", "--to", "9999")
    assert code == 1
    assert "base、0001" in said


@pytest.mark.parametrize("act", ["off", "password"])
def test_an_account_that_is_not_there_is_not_said_to_be_changed(opened: Run, act: str) -> None:
    code, said = opened("user", act, "nobody")
    assert (code, said.strip()) == (1, "没有账号nobody。")
    assert opened("user", act) == (1, "请写上账号的名字。\n")


@pytest.mark.parametrize("role", ["mediator", "unit_handler"])
def test_who_has_a_seat_is_somebody_of_the_roster(opened: Run, role: str) -> None:
    for member in ("", "r99999"):
        code, said = opened("user", "add", "mei", "--roles", role, "--member", member)
        assert code == 1
        assert "--member" in said
    assert "mei" not in opened("user", "list")[1]


def test_a_members_id_may_be_written_small_and_must_fit_the_role(opened: Run) -> None:
    roster = read(Settings().district_folder).roster.values()
    lawyer = next(one.id for one in roster if one.role == "lawyer")
    code, said = opened("user", "add", "lv", "--roles", "mediator", "--member", lawyer)
    assert code == 1
    assert "律师" in said
    assert opened("user", "add", "lv", "--roles", "lawyer", "--member", lawyer.lower())[0] == 0


def seen(tmp_path: Path, *acts: str) -> Store:
    """The store, with looks of somebody an hour ago sealed."""
    store = Store(Settings(files=str(tmp_path / "var")).url)
    now = real_time()
    with store.begin() as work:
        for act in acts:
            work.accounts.saw(now - timedelta(hours=1), "chen", act, "20261118-0001", "核实地址")
        assert Anchors(work.connection).seal(now) == len(acts)
        assert Anchors(work.connection).seal(now) == 0
    return store


@pytest.mark.parametrize(
    "harm", ["DELETE FROM audit WHERE act = 'identity'", "UPDATE audit SET account = 'wang'"]
)
def test_who_looked_at_what_cannot_be_taken_out_afterwards(
    opened: Run, tmp_path: Path, harm: str
) -> None:
    store = seen(tmp_path, "ticket", "identity")
    assert opened("verify-log") == (0, "共1条记录链，0条有问题。\n")
    with store.begin() as work:
        work.connection.execute(text(harm))
    code, said = opened("verify-log")
    assert code == 1
    assert "封存的第1到2行被改动过" in said


def test_what_is_done_to_accounts_is_written_down(opened: Run, tmp_path: Path) -> None:
    opened("user", "add", "wang", "--roles", "hotline_staff,dispatcher")
    for act in ("password", "off", "on"):
        assert opened("user", act, "wang")[0] == 0
    with Store(Settings(files=str(tmp_path / "var")).url).read() as work:
        told = [(row.account, row.act, row.why) for row in work.accounts.seen("wang")]
    assert told[0] == ("command", "user_add", "hotline_staff,dispatcher")
    assert [act for _, act, _ in told[1:]] == ["user_password", "user_off", "user_on"]


@pytest.mark.parametrize("roles", ["auditor,hotline_staff", "sysadmin,auditor"])
def test_who_runs_the_house_or_reads_the_log_does_no_business(opened: Run, roles: str) -> None:
    code, said = opened("user", "add", "wang", "--roles", roles)
    assert code == 1
    assert "不能兼别的岗位" in said


@pytest.mark.parametrize("password", ["short-1", "onlyletters", "12345678", "wang-2026"])
def test_a_password_that_is_guessed_is_refused(
    opened: Run, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("FENGQIAO_PASSWORD", password)
    code, said = opened("user", "add", "wang")
    assert code == 1
    assert "密码" in said


@pytest.fixture
def model(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model the tests have, so that no command trains one."""
    folder = base_model(Settings(model=os.environ.get("FENGQIAO_MODEL", "")))
    monkeypatch.setenv("FENGQIAO_MODEL", str(folder))
    return folder


def test_the_made_up_conversations_need_no_start_before(
    run: Run, model: Path, tmp_path: Path
) -> None:
    assert run("demo")[0] == 0
    with Store(Settings(files=str(tmp_path / "var")).url).read() as work:
        (case,) = work.cases.listed()
    assert case.mediator  # who has something to answer
    assert "条记录链，0条有问题" in run("verify-log")[1]
    assert run("demo", "--life")[0] == 1  # made-up weeks never go into a store that is lived in


def test_a_time_that_is_none_does_not_end_the_talk(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(("/later", "/later 明天", "/later 2", ""))
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert talk(Settings(demo="1", files=str(tmp_path), model=str(model)), show=False) == 0
    assert capsys.readouterr().out.count("后面写小时数") == 2
