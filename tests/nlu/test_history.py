"""Training on a city's own tickets: what is read, what is refused, what comes out."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from nlu.command import train_command
from nlu.encoder import SIZE, Encoder, Floats
from nlu.features import View, analyse
from nlu.grams import weighed
from nlu.history import all_tickets, frequent, read_tickets, train_history
from nlu.historycodes import mapped, read_codes
from nlu.historymodel import HistoryModel, load_history
from nlu.sheets import BrokenTable
from nlu.twins import groups

LAMPS = (
    "路灯不亮，老人摔了一跤",
    "灯杆歪在人行道上",
    "楼道灯一闪一闪晃眼睛",
    "照明全灭，夜里伸手不见五指",
    "灯泡烧坏三个月没换",
    "太阳能灯半夜就熄了",
    "灯罩掉下来挂在半空",
    "新装的灯从来没有亮过",
    "大白天路灯开着浪费电",
    "巷子里漆黑，下晚自习不敢走路灯下",
)
WASTE = (
    "垃圾三天没人收",
    "垃圾桶满得溢出来",
    "厨余垃圾臭得开不了窗",
    "有人乱倒渣土垃圾",
    "废纸箱垃圾堵住楼梯",
    "垃圾车天不亮就没影了",
    "苍蝇围着垃圾堆飞",
    "装修垃圾堆在绿化带",
    "分类垃圾桶盖子全坏了",
    "河边漂满了塑料垃圾",
)
WHERE = ("东街口", "菜场后门", "河堤", "小学旁边", "车站广场", "三号楼下")


def trained(path: Path, out: Path, encoder: Encoder | None = None) -> tuple[list[str], str]:
    """What was said while training on a file, and the report."""
    said: list[str] = []
    tickets = read_tickets(path, ["title", "detail"], "label", said.append)
    train_history(tickets, out, said.append, encoder)
    return said, (out / "report.html").read_text(encoding="utf-8")


def write(path: Path) -> Path:
    """A small table of two labels."""
    rows = ["title,detail,label"]
    for number, (lamp, waste) in enumerate(zip(LAMPS, WASTE, strict=True)):
        rows += [f"{lamp},{place}{lamp}，{place}没人管,照明" for place in WHERE[number % 3 :: 3]]
        rows += [f"{waste},{place}{waste}，{place}味道大,环卫" for place in WHERE[number % 3 :: 3]]
    path.write_text("\n".join(row.replace("，", "；") for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_history_is_learned_saved_and_reported(tmp_path: Path) -> None:
    said, page = trained(write(tmp_path / "tickets.csv"), tmp_path / "out")
    model = load_history(tmp_path / "out")
    assert model.top({"title": "河边路灯不亮了", "detail": ""})[0].code == "照明"
    assert model.top({"title": "车站垃圾", "detail": "车站垃圾堆了三天，味道大"})[0].code == "环卫"
    assert any("交叉验证" in line for line in said)
    assert page.count("<svg") == 2


def test_marks_of_a_web_page_change_nothing_in_training_and_hearing(tmp_path: Path) -> None:
    path = write(tmp_path / "tickets.csv")
    trained(path, tmp_path / "out")
    head, *rest = path.read_text(encoding="utf-8").splitlines()
    rows = "\n".join([head, *(f"<p>{row.replace(',', '</p>,<p>', 1)}" for row in rest)])
    (tmp_path / "page.csv").write_text(rows, encoding="utf-8")
    trained(tmp_path / "page.csv", tmp_path / "other")
    one, two = load_history(tmp_path / "out"), load_history(tmp_path / "other")
    heard = one.top({"title": "河边路灯不亮了"})
    assert two.top({"title": "<div>河边路灯不亮了<br></div>"}) == heard


def test_labels_that_may_be_one_and_copies_labelled_otherwise_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "tickets.csv")
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [row.replace(",环卫", ",清运") if n % 4 == 3 else row for n, row in enumerate(rows)]
    path.write_text("\n".join([head, *rows, rows[0].replace(",照明", ",环卫")]), encoding="utf-8")
    said, _ = trained(path, tmp_path / "out")
    blurred = [line for line in said if "常常分不清" in line]
    assert len(blurred) == 1
    assert "清运 和 环卫" in blurred[0]
    assert any("1 组工单文字几乎一样、标签却不同" in line for line in said)


def test_the_figures_of_a_training_stay_with_the_model(tmp_path: Path) -> None:
    trained(write(tmp_path / "tickets.csv"), tmp_path / "out")
    about = json.loads((tmp_path / "out" / "history.json").read_text(encoding="utf-8"))
    assert about["tickets"] == 40
    assert set(about["scores"]) == {"accuracy", "macro_f1", "heads"}


def test_a_model_that_was_half_written_is_no_model(tmp_path: Path) -> None:
    trained(write(tmp_path / "tickets.csv"), tmp_path / "out")
    (tmp_path / "out" / "joint0.npz").write_bytes(b"PK half a file")
    with pytest.raises(ValueError, match="没有能用的历史模型"):
        load_history(tmp_path / "out")


def test_a_model_of_another_version_asks_to_be_trained_again(tmp_path: Path) -> None:
    trained(write(tmp_path / "tickets.csv"), tmp_path / "out")
    path = tmp_path / "out" / "history.json"
    path.write_text(path.read_text("utf-8").replace('"format": 3', '"format": 2'), "utf-8")
    with pytest.raises(ValueError, match="重新训练"):
        load_history(tmp_path / "out")


def test_n_grams_counted_at_once_weigh_what_they_weigh_one_by_one() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["路灯不亮", "", "路灯坏了3天", "大白天路灯开着 浪费电😀", "a路灯"]
    quick, terms = weighed(texts, 2, 100)
    slow = TfidfVectorizer(
        analyzer=lambda text: analyse(text, View(3)) if text else [], sublinear_tf=True, min_df=2
    )
    wanted = slow.fit_transform(texts).toarray()
    order = [terms.vocabulary_[name] for name in slow.get_feature_names_out()]
    assert np.allclose(quick.toarray()[:, order], wanted, atol=1e-5)
    assert np.allclose(terms.idf_[order], slow.idf_)


def test_of_many_n_grams_the_most_frequent_are_kept() -> None:
    _, terms = weighed(["灯坏", "灯亮", "灯亮", "水"], 1, 2)
    assert "灯" in terms.vocabulary_
    assert len(terms.vocabulary_) == 2


class Sorting:
    """Stands for the engine of the encoder: waste lies in another direction than light."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, texts: list[str]) -> Floats:
        self.asked += texts
        vectors = np.full((len(texts), SIZE), 0.01, np.float32)
        vectors[:, 0] = [1.0 if "垃圾" in text or "馊" in text else -1.0 for text in texts]
        return vectors


def test_where_words_leave_a_doubt_the_meaning_decides(tmp_path: Path) -> None:
    engine = Sorting()
    trained(write(tmp_path / "tickets.csv"), tmp_path / "out", Encoder(engine))
    model = load_history(tmp_path / "out")
    engine.asked.clear()
    unknown = {"title": "馊馊", "detail": ""}
    meant = model.top(unknown, encoder=Encoder(engine))[0]
    words = {guess.code: guess.confidence for guess in model.top(unknown)}
    assert engine.asked == ["馊馊"]
    assert (meant.code, meant.confidence > words["环卫"]) == ("环卫", True)
    plain = {"title": "路灯不亮", "detail": "东街口路灯不亮，照明全灭，夜里伸手不见五指"}
    model.top(plain, encoder=Encoder(engine))
    assert engine.asked == ["馊馊"]


def test_trained_without_the_encoder_an_older_meaning_is_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "tickets.csv")
    trained(path, tmp_path / "out", Encoder(Sorting()))
    trained(path, tmp_path / "out")
    assert load_history(tmp_path / "out").meaning is None


def guessed(model: HistoryModel, title: str) -> str:
    return model.top({"title": title, "detail": ""}, 1)[0].code


def test_a_label_whose_tickets_are_all_copies_is_learned_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    path.write_text(path.read_text("utf-8") + "井盖丢了,路口的井盖丢了很危险,井盖\n" * 8, "utf-8")
    said, _ = trained(path, tmp_path / "out")
    assert any("几乎都是重复的" in line and "井盖" in line for line in said)
    assert guessed(load_history(tmp_path / "out"), "井盖丢了") == "井盖"


def test_five_tickets_of_a_third_label_are_enough_to_train(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    more = ("地上的", "学校的", "老街的", "桥下的", "新村的")
    rows = "".join(f"{where}井盖丢了,{where}井盖不见了,井盖\n" for where in more)
    path.write_text(path.read_text("utf-8") + rows, "utf-8")
    trained(path, tmp_path / "out")
    assert guessed(load_history(tmp_path / "out"), "井盖丢了") == "井盖"


def test_the_command_says_why_it_did_not_train(tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / "t.csv"
    path.write_text("标题,类别\n路灯坏了,照明\n", encoding="utf-8")
    arguments = Namespace(history=path, text="标题", label="类别", map=None, out=tmp_path / "out")
    assert train_command(arguments, datetime(2026, 11, 18, tzinfo=UTC), said.append) == 1
    assert said[-1].startswith("训练没有完成")
    assert not (tmp_path / "out").exists()


def test_labels_become_our_codes_by_a_table_and_missing_ones_are_named(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_text("label,code\n照明,0203\n", encoding="utf-8")
    said: list[str] = []
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title", "detail"], "label", said.append)
    found = mapped(tickets, read_codes(table, said.append), said.append)
    assert set(found.labels) == {"0203", "环卫"}
    assert "环卫" in said[-1]


def test_a_table_of_codes_that_contradicts_itself_is_named_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_text("label,code\n照明,0203\n照明,0601\n", encoding="utf-8")
    with pytest.raises(BrokenTable, match="第3行：标签 照明"):
        read_codes(table, print)
    table.write_text("label,code\n照明,\n", encoding="utf-8")
    with pytest.raises(BrokenTable, match="没有一行有代码"):
        read_codes(table, print)


def test_a_table_of_codes_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_bytes("标签,代码\n照明 ,203\n环卫,\n".encode("gb18030"))
    assert read_codes(table, print) == {"照明": "0203"}
    table.write_text("旧类,新类\n照明,0203\n", encoding="utf-8")
    with pytest.raises(
        BrokenTable, match="没有列 label、code；有：旧类、新类；对照表要有 label 和"
    ):
        read_codes(table, print)


def test_rare_labels_that_become_one_code_are_learned(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    said = path.read_text(encoding="utf-8").replace(",环卫", ",环卫一", 4)
    path.write_text(said, encoding="utf-8")
    tickets = all_tickets(path, ["title", "detail"], "label", print)
    found = frequent(mapped(tickets, {"环卫一": "0101", "环卫": "0101"}, print), print)
    assert len(found.labels) == len(tickets.labels)
    assert set(found.labels) == {"照明", "0101"}


def test_codes_that_are_none_of_ours_and_labels_without_tickets_are_named(tmp_path: Path) -> None:
    said: list[str] = []
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title", "detail"], "label", said.append)
    mapped(tickets, {"照明": "9999", "环卫": "0601", "噪声": "0501"}, said.append)
    assert any("9999" in line for line in said)
    assert any("噪声" in line for line in said)


def test_a_table_that_makes_all_labels_one_is_refused(tmp_path: Path) -> None:
    said: list[str] = []
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title", "detail"], "label", said.append)
    with pytest.raises(BrokenTable, match="同一类"):
        mapped(tickets, {"照明": "0203", "环卫": "0203"}, said.append)


def test_tickets_without_a_label_and_rare_labels_are_left_out_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    path.write_text(path.read_text("utf-8") + "路灯坏了,没人修,\n井盖没了,危险,井盖\n", "utf-8")
    said: list[str] = []
    tickets = read_tickets(path, ["title", "detail"], "label", said.append)
    assert set(tickets.labels) == {"照明", "环卫"}
    assert any("第42行" in line for line in said)
    assert any("井盖" in line for line in said)


def test_training_again_gives_the_same_answers(tmp_path: Path) -> None:
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title"], "label", lambda line: None)
    first, second = (
        train_history(tickets, tmp_path / name, lambda line: None).top({"title": "垃圾车没来"})
        for name in ("one", "two")
    )
    assert first == second


def test_near_copies_share_a_group_and_others_do_not() -> None:
    text = "幸福里三号楼楼道灯坏了半个月，晚上老人上下楼看不见，请尽快安排人来维修"
    same = groups([text, text + "谢谢", "学院路的垃圾堆了一个星期没有人清运，味道很大，苍蝇到处飞"])
    assert same[0] == same[1]
    assert same[2] != same[0]


def test_tickets_that_share_only_their_greeting_are_no_copies() -> None:
    hello = "尊敬的领导您好，我是本市的一名普通市民，今天向您反映一个问题，"
    lamps, bins, noise = (
        "楼道里的灯坏了半个月",
        "垃圾桶一个星期没有人清运",
        "工地半夜还在施工吵人",
    )
    rest = "，我们打过很多次电话都没有用，大家意见很大，老人小孩都受不了，请派人到现场看一看"
    numbers = groups([hello + lamps + rest[:20], hello + bins + rest[20:], hello + noise])
    assert len(set(numbers)) == 3
