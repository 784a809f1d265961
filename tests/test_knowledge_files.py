"""Bringing entries in and taking them out by command, and checking a district's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings import Settings
from integrations.sql.store import Store
from tests.test_office import Run, opened, run

__all__ = ["opened", "run"]  # fixtures

DEMO = Settings().district_folder
HEAD = "标题,问法,答案,依据,文号,单位,问谁,事项,生效,失效\n"
LINE = "补办健身卡,健身卡丢了怎么补,到健身房补办。,《健身房办法》,,区教育局,前台,1102,2026-01-01,\n"


def test_what_is_brought_in_waits_for_somebody_else(opened: Run, tmp_path: Path) -> None:
    opened("user", "add", "anna", "--roles", "centre_leader")
    (tmp_path / "k.csv").write_text(HEAD + LINE, "utf-8")
    code, said = opened("knowledge", "import", str(tmp_path / "k.csv"), "--by", "anna")
    assert code == 0
    assert "导入1条，其中1条是新的" in said
    with Store(f"sqlite:///{tmp_path / 'var' / 'fengqiao.db'}").read() as work:
        [entry] = work.knowledge.listed()
    assert (str(entry.standing), entry.writers) == ("submitted", ("anna",))
    code, said = opened("knowledge", "export", str(tmp_path / "out.yaml"))
    assert code == 0
    assert "到健身房补办。" in (tmp_path / "out.yaml").read_text("utf-8")


def test_nobody_brings_entries_in_without_a_name_and_a_bad_file_brings_none(
    opened: Run, tmp_path: Path
) -> None:
    (tmp_path / "k.csv").write_text(HEAD + LINE, "utf-8")
    assert opened("knowledge", "import", str(tmp_path / "k.csv"))[0] == 1
    opened("user", "add", "anna", "--roles", "centre_leader")
    (tmp_path / "k.csv").write_text(HEAD + LINE + LINE.replace("区教育局", "无此局"), "utf-8")
    code, said = opened("knowledge", "import", str(tmp_path / "k.csv"), "--by", "anna")
    assert code == 1
    assert "第3行：没有“无此局”这个单位" in said
    with Store(f"sqlite:///{tmp_path / 'var' / 'fengqiao.db'}").read() as work:
        assert work.knowledge.listed() == []


def test_a_districts_entries_are_checked_with_its_other_files(run: Run, tmp_path: Path) -> None:
    assert run("check-district", str(DEMO))[0] == 0
    folder = tmp_path / "district"
    shutil.copytree(DEMO, folder)
    text = (folder / "knowledge.yaml").read_text("utf-8")
    (folder / "knowledge.yaml").write_text(text.replace("单位: BM13", "单位: XX99", 1), "utf-8")
    code, said = run("check-district", str(folder))
    assert code == 1
    assert "没有“XX99”这个单位" in said


def test_a_file_that_is_not_there_is_said(opened: Run, tmp_path: Path) -> None:
    code, said = opened("knowledge", "import", str(tmp_path / "no.csv"), "--by", "chen")
    assert code == 1
    assert "没有这个文件" in said
