"""National numbers against a table of edge numbers and against python-stdnum where it is right."""

from __future__ import annotations

import random
from datetime import date

import pytest
from stdnum.no import fodselsnummer

from households.national_id import (
    Kind,
    NationalId,
    formatted,
    has_valid_control_digits,
    masked,
    synthetic_national_id,
    validate_duf,
    validate_national_id,
)


def weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def with_control_digits(nine: str, rest: int = 0) -> str | None:
    """Nine digits and the two that follow, by the textbook formula; None when there are none."""
    first = (rest - weighed(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2))) % 11
    ten = f"{nine}{first}"[:10]
    second = -weighed(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return f"{ten}{second}" if first < 10 and second < 10 else None


def first_number(date_part: str, individuals: range, rest: int = 0) -> str:
    numbers = (with_control_digits(f"{date_part}{i:03d}", rest) for i in individuals)
    return next(number for number in numbers if number)


@pytest.mark.parametrize(
    ("date_part", "individuals", "kind", "birth_date"),
    [
        ("158392", range(100, 500), Kind.TNR, date(1992, 3, 15)),
        ("559255", range(0, 500), Kind.DNR_TNR, date(1955, 12, 15)),
        ("414101", range(500, 999), Kind.DNR_HNR, date(2001, 1, 1)),
        ("014101", range(500, 999), Kind.HNR, date(2001, 1, 1)),
        ("315240", range(900, 999), Kind.HNR, date(1940, 12, 31)),
        ("016639", range(500, 999), Kind.NHN, date(2039, 1, 1)),
        ("717700", range(0, 500), Kind.DNR_NHN, date(1900, 12, 31)),
        ("298104", range(500, 999), Kind.TNR, date(2004, 1, 29)),
        ("298200", range(500, 999), Kind.TNR, date(2000, 2, 29)),
        ("298200", range(0, 500), Kind.TNR, None),
        ("018154", range(500, 750), Kind.TNR, date(1854, 1, 1)),
        ("018153", range(500, 750), Kind.TNR, None),
        ("018199", range(750, 900), Kind.TNR, None),
        ("018140", range(500, 900), Kind.TNR, None),
    ],
)
def test_kind_and_birth_date_follow_from_day_month_and_series(
    date_part: str, individuals: range, kind: Kind, birth_date: date | None
) -> None:
    national_id = NationalId.parse(first_number(date_part, individuals))
    assert (national_id.kind, national_id.birth_date) == (kind, birth_date)
    assert national_id.is_synthetic


def test_ordinary_and_d_numbers_are_not_synthetic() -> None:
    ordinary = NationalId.parse(first_number("150392", range(500)))
    d_number = NationalId.parse(first_number("550392", range(500)))
    assert (ordinary.kind, d_number.kind) == (Kind.FNR, Kind.DNR)
    assert not ordinary.is_synthetic
    assert not d_number.is_synthetic
    assert ordinary.birth_date == d_number.birth_date == date(1992, 3, 15)


@pytest.mark.parametrize("rest", [0, 1, 2, 3])
def test_the_first_control_digit_may_leave_a_rest_of_up_to_three(rest: int) -> None:
    number = first_number("158392", range(500), rest)
    assert NationalId.parse(number).kind == Kind.TNR
    assert has_valid_control_digits(number, range(1)) is (rest == 0)


@pytest.mark.parametrize("rest", [4, 7, 10])
def test_other_rests_are_refused(rest: int) -> None:
    with pytest.raises(ValueError, match="Kontrollsifrene"):
        NationalId.parse(first_number("158392", range(500), rest))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "11 siffer"),
        ("1583921234", "11 siffer"),
        ("158392123456", "11 siffer"),
        ("15839x12345", "11 siffer"),
        ("١٥٨٣٩٢١٢٣٤٥", "11 siffer"),
        ("1583921234²", "11 siffer"),
        (first_number("308292", range(500)), "dato"),
        (first_number("298201", range(500)), "dato"),
        (first_number("321292", range(500)), "dato"),
        (first_number("721292", range(500)), "dato"),
        (first_number("001292", range(500)), "dato"),
        (first_number("401292", range(500)), "dato"),
        (first_number("151392", range(500)), "dato"),
        (first_number("150092", range(500)), "dato"),
        (first_number("154092", range(500)), "dato"),
        (first_number("155392", range(500)), "dato"),
        (first_number("156592", range(500)), "dato"),
        (first_number("157892", range(500)), "dato"),
        (first_number("159392", range(500)), "dato"),
        (first_number("810123", range(500)), "dato"),
    ],
)
def test_a_wrong_number_is_refused_without_being_repeated(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as refusal:
        validate_national_id(text, synthetic_allowed=True)
    assert not text or text not in str(refusal.value)


def test_spaces_are_allowed_and_every_single_mistyped_digit_is_found() -> None:
    number = synthetic_national_id(date(1992, 3, 15))
    assert NationalId.parse(f" {number[:6]} {number[6:]}\xa0").number == number
    for place in range(11):
        for digit in "0123456789":
            wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
            assert has_valid_control_digits(wrong, range(1)) is (wrong == number)


@pytest.mark.parametrize("date_part", ["158392", "154392", "156892", "558392"])
def test_synthetic_numbers_pass_only_where_they_are_allowed(date_part: str) -> None:
    number = first_number(date_part, range(500))
    assert validate_national_id(number, synthetic_allowed=True).number == number
    with pytest.raises(ValueError, match="Syntetiske"):
        validate_national_id(number, synthetic_allowed=False)


def test_verdicts_agree_with_stdnum_on_the_series_that_it_knows() -> None:
    chance = random.Random(2032)
    verdicts = set()
    for _ in range(3000):
        day = f"{chance.choice((1, 15, 29, 31, 41, 69, 71, 72)):02d}"
        month = f"{chance.choice((1, 2, 11, 12, 13, 41, 52)):02d}"
        nine = f"{day}{month}{chance.randrange(40, 100)}{chance.randrange(500):03d}"
        number = with_control_digits(nine) or f"{nine}00"
        try:
            ours = has_valid_control_digits(number, range(1)) and bool(NationalId.parse(number))
        except ValueError:
            ours = False
        assert ours is fodselsnummer.is_valid(number), number
        verdicts.add(ours)
    assert verdicts == {True, False}


def test_generated_numbers_are_synthetic_distinct_and_of_the_day() -> None:
    for born in (date(1899, 5, 1), date(1953, 5, 1), date(2000, 2, 29), date(2039, 12, 31)):
        numbers = [synthetic_national_id(born, serial) for serial in range(150)]
        read = [validate_national_id(number, synthetic_allowed=True) for number in numbers]
        assert len(set(numbers)) == 150
        assert {(one.kind, one.birth_date) for one in read} == {(Kind.TNR, born)}
        assert all(has_valid_control_digits(number, range(1)) for number in numbers)


def test_a_day_has_an_end_of_numbers_and_some_years_have_none() -> None:
    with pytest.raises(ValueError, match="no synthetic number"):
        synthetic_national_id(date(1992, 3, 15), 1000)
    with pytest.raises(ValueError, match="no synthetic number"):
        synthetic_national_id(date(2040, 1, 1))


def test_a_number_is_shown_in_two_parts_or_masked() -> None:
    assert formatted("15839212345") == "158392 12345"
    assert masked("15839212345") == "158392 •••••"
    national_id = NationalId.parse(synthetic_national_id(date(1992, 3, 15)))
    assert str(national_id) == formatted(national_id.number)
    assert national_id.number not in repr(national_id)


def test_duf_numbers_are_checked_by_their_last_two_digits() -> None:
    assert validate_duf("2022 1234 5606") == "202212345606"
    for wrong in ("202212345607", "20221234560", "2022123456061", "20221234560x", "", "0" * 12):
        with pytest.raises(ValueError, match=r"siffer|Kontrollsifrene|årstall"):
            validate_duf(wrong)
