"""Words that a stray space cut."""

from __future__ import annotations

import pytest

from mandates.structure.lines import Line
from mandates.structure.words import LineEnds, common, mend


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("the Government of Amer ica and", "the Government of America and"),
        ("there are suffi cient resources", "there are sufficient resources"),
        ("children a nd those in need", "children and those in need"),
        ("of the re levant organs", "of the relevant organs"),
        ("to support s afe and lasting ways", "to support safe and lasting ways"),
        ("financing for developmen t, and", "financing for development, and"),
        ("for large -scale works and twenty -fifth sessions", "for large-scale works and twenty-fifth sessions"),
        ("nationally owned and -driven measures", "nationally owned and -driven measures"),
        ("known as Da ’esh or ISIL", "known as Da’esh or ISIL"),
        ("I n v i t e s the States", "Invites the States"),
        ("Encou r ages all S tates to be de v oted", "Encourages all States to be devoted"),
        ("under annex b to the plan, item c in part", "under annex b to the plan, item c in part"),
        ("under Article 73 e of the Charter", "under Article 73 e of the Charter"),
        ("inter alia, at ad hoc meetings", "inter alia, at ad hoc meetings"),
    ],
)
def test_stray_spaces(printed: str, whole: str) -> None:
    line = Line(printed)
    mend([line])
    assert line.text == whole


@pytest.mark.parametrize(
    ("read", "whole"),
    [
        ("intergovernmental and non- governmental bodies", "intergovernmental and non-governmental bodies"),
        ("the heads of State or Govern- ment of the", "the heads of State or Government of the"),
        ("age- and gender-responsive, pre- or post-war", "age- and gender-responsive, pre- or post-war"),
        ("the Decade (2015– 2024) and 2 – 3 others", "the Decade (2015–2024) and 2 – 3 others"),
    ],
)
def test_spaces_behind_hyphens(read: str, whole: str) -> None:
    assert LineEnds([Line(read)]).whole(read) == whole


def test_the_list_of_words_is_in_order() -> None:
    words = sorted(common())
    assert len(words) > 5000
    assert all(word.isalpha() and word.islower() for word in words)
