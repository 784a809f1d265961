"""How a text sounds: its syllables, of characters and of pinyin typed in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.sounds import merged, syllable

_LATIN = re.compile(r"[a-z]+")
_SIGN = re.compile(r"(?<= )[,.!?;:~](?= |$)")
_LONGEST = 6  # letters of the longest syllable
_LONGEST_RUN = 1000  # letters; longer runs are no words, and would be kept by the thousand
_NEVER = 10**6  # syllables
_SENTENCE = 3  # syllables in Latin letters from which they are pinyin, and not a name or a unit
_SPELT = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can
cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai
chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de den deng
di dian diao die ding diu dong dou du duan dui dun duo e en eng er fa fan fang fei fen feng
fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun
guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia
jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong
kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang
liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man mang mao me mei men meng
mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang
niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen peng
pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan
que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se
sen seng sha shai shan shang shao she shen sheng shi shou shu shua shuai shuan shuang shui
shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting
tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie
xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue
yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong
zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
_SYLLABLES = frozenset(_SPELT.split())


def spoken(text: str) -> tuple[str, list[tuple[int, str]]]:
    """A text in small letters as (the text with blanks for typed pinyin, its syllables with where
    each begins). What is typed in pinyin then counts by its sound alone."""
    sounds: list[tuple[int, str]] = []
    latin: list[tuple[int, int]] = []
    typed, done = 0, 0
    for match in _LATIN.finditer(text):
        run, at = match.group(), match.start()
        sounds += _sung(text, done, at)
        done = match.end()
        found = syllables_typed(run)
        for one in found:
            sounds.append((at, merged(one)))
            at += len(one)
        if found:
            latin.append(match.span())
            typed += len(found)
        else:
            sounds.append((at, run))
    sounds += _sung(text, done, len(text))
    return (_blanked(text, latin) if typed >= _SENTENCE else text), sounds


def typed(text: str) -> list[tuple[int, int, str]]:
    """The syllables typed in Latin letters: where each begins and ends, and how it sounds."""
    found: list[tuple[int, int, str]] = []
    for match in _LATIN.finditer(text):
        at = match.start()
        for one in syllables_typed(match.group()):
            found.append((at, at + len(one), merged(one)))
            at += len(one)
    return found


def _sung(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The syllables of the characters of a stretch."""
    letters = enumerate(text[start:end], start)
    return [(at, syllable(one)) for at, one in letters if "\u4e00" <= one <= "\u9fff"]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Without the spans, and without the signs between them, which say as little."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return _SIGN.sub(" ", text)


@lru_cache(maxsize=2048)
def syllables_typed(run: str) -> tuple[str, ...]:
    """The fewest syllables that spell a run of Latin letters; none when nothing does, or when it is
    longer than any that people type."""
    if len(run) > _LONGEST_RUN:
        return ()
    many, begun = [0, *[_NEVER] * len(run)], [0] * (len(run) + 1)
    for start in range(len(run)):
        for end in range(start + 1, min(start + _LONGEST, len(run)) + 1):
            if many[start] + 1 < many[end] and run[start:end] in _SYLLABLES:
                many[end], begun[end] = many[start] + 1, start
    found, end = list[str](), len(run) if many[-1] < _NEVER else 0
    while end:
        found.append(run[begun[end] : end])
        end = begun[end]
    return tuple(reversed(found))
