"""Messages are heard by their sound: typos, dialects, and pinyin typed in Latin letters."""

from pypinyin import lazy_pinyin

from nlu.features import View, analyse, placed, sounds_alone
from nlu.sounds import merged, syllable
from nlu.spoken import spoken, syllables_typed
from nlu.training import Sentence, typed

BY_SOUND = View(2, sounds=True)


def sounds(text: str) -> set[str]:
    return {one for one in analyse(text, BY_SOUND) if one.startswith("\x01")}


def test_pinyin_sounds_like_the_characters_it_stands_for() -> None:
    assert sounds("lou shang lou shui le") == sounds("楼上漏水了")
    assert sounds("loushang loushuile") == sounds("楼上漏水了")


def test_a_homophone_sounds_like_the_right_word() -> None:
    assert sounds("勿业费") == sounds("物业费")


def test_typed_pinyin_counts_by_its_sound_alone() -> None:
    found = analyse("mei qi xie lou le, kuai lai ren", BY_SOUND)
    assert not [one for one in found if not one.startswith("\x01") and not one.isspace()]


def test_a_word_or_two_in_latin_letters_stay_what_they_are() -> None:
    assert "wi" in analyse("家里wifi断了", BY_SOUND)
    assert "ok" in analyse("ok了", BY_SOUND)


def test_what_spells_no_syllables_is_no_pinyin() -> None:
    assert syllables_typed("xielou") == ("xie", "lou")
    assert syllables_typed("zhuang") == ("zhuang",)
    assert syllables_typed("hello") == ()
    assert syllables_typed("") == ()


def test_each_syllable_says_where_it_begins() -> None:
    text, found = spoken("门 lou le zhe ge")
    assert [at for at, _ in found] == [0, 2, 6, 9, 13]
    assert len(text) == len("门 lou le zhe ge")


def test_features_with_places_are_those_of_the_text() -> None:
    plain = "楼上漏水 mei ren guan"
    for feature, at in placed(plain, View(2, sounds=True)):
        if not feature.startswith("\x01"):
            assert spoken(plain)[0][at : at + len(feature)] == feature
    assert set(sounds_alone(plain)) <= {feature for feature, _ in placed(plain, BY_SOUND)}


def test_some_short_sentences_are_taught_in_pinyin_too() -> None:
    rows = [Sentence("楼上漏水了", "c0701")] * 20
    taught = typed(rows)
    assert {one.intent for one in taught} == {"c0701"}
    assert {one.text.replace(" ", "") for one in taught} == {"loushangloushuile"}
    assert 0 < len(taught) < len(rows)
    assert typed([Sentence("楼上漏水了" * 20, "c0701")] * 20) == []


def test_every_character_sounds_as_pypinyin_says_it() -> None:
    for code in range(0x4E00, 0xA000):
        assert syllable(chr(code)) == merged(lazy_pinyin(chr(code))[0])


def test_letters_without_end_are_split_in_no_time() -> None:
    assert syllables_typed("a" * 900) == ("a",) * 900
    assert syllables_typed("loushangloushui" * 2000) == ()  # nobody types that
