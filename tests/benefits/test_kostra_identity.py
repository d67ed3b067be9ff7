"""Who a line is about: national number, else DUF, else journal number, birth date and sex."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.kostra.findings import FileError, Notice
from benefits.kostra.history import read_history
from benefits.kostra.recipients import RecipientYear
from households.national_id import NationalId, synthetic_national_id
from tests.benefits.kostra_files import BORN, Recipient, assistance_file
from tests.households.test_national_id import first_number

DUF = "202212345606"
MARCH = {3: (9000, None)}
BLANK = " " * 11


def read(
    year: int, synthetic_allowed: bool = True, **person: object
) -> tuple[RecipientYear, list[Notice]]:
    data = assistance_file([Recipient(MARCH, **person)], year)  # type: ignore[arg-type]
    history = read_history([("fil", data)], synthetic_allowed=synthetic_allowed)
    assert history.errors == ()
    (recipient,) = history.recipients
    return recipient, list(history.notices)


def refusal(year: int, synthetic_allowed: bool = True, **person: object) -> list[FileError]:
    data = assistance_file([Recipient(MARCH, **person)], year)  # type: ignore[arg-type]
    history = read_history([("fil", data)], synthetic_allowed=synthetic_allowed)
    assert history.recipients == ()
    return list(history.errors)


@pytest.mark.parametrize("year", [2022, 2026])
def test_a_valid_national_number_is_the_identity(year: int) -> None:
    number = synthetic_national_id(BORN)
    recipient, notices = read(year, number=number, duf=DUF)
    assert str(recipient.identity) == f"national_id:{number}"
    assert (recipient.national_id, recipient.duf) == (number, DUF)
    assert (recipient.birth_date, recipient.sex, notices) == (BORN, "f", [])


def test_ordinary_numbers_and_d_numbers_need_no_leave_to_be_synthetic() -> None:
    for date_part in ("150392", "550392"):
        number = first_number(date_part, range(500))
        recipient, notices = read(2024, synthetic_allowed=False, number=number)
        assert (recipient.national_id, recipient.birth_date, notices) == (number, BORN, [])


def test_test_persons_are_refused_where_synthetic_numbers_are_not_allowed() -> None:
    for date_part in ("158392", "558392", "156892"):
        number = first_number(date_part, range(500))
        (error,) = refusal(2024, synthetic_allowed=False, number=number)
        assert (error.line, error.field, error.rule) == (1, "PERSON_FODSELSNR", "syntetisk")
        assert read(2024, number=number)[0].national_id == number


def test_a_help_number_is_no_identity_but_tells_the_birth_date() -> None:
    number = first_number("154392", range(500))
    recipient, (notice,) = read(2024, synthetic_allowed=False, number=number)
    assert str(recipient.identity) == "journal:OSK00001/1992-03-15/f"
    assert (recipient.national_id, notice.rule) == (None, "person")


@pytest.mark.parametrize("ending", ["00100", "00200", "99999"])
def test_a_number_shared_by_strangers_is_never_an_identity(ending: str) -> None:
    recipient, notices = read(2024, number=f"150392{ending}")
    assert str(recipient.identity) == "journal:OSK00001/1992-03-15/f"
    assert (recipient.national_id, recipient.birth_date, notices) == (None, BORN, [])


def test_not_even_where_its_control_digits_are_right_by_chance() -> None:
    day = next(
        date_part
        for date_part in (
            f"{day:02d}{month:02d}92" for month in range(1, 13) for day in range(1, 29)
        )
        if _is_number(f"{date_part}00100")
    )
    recipient, _ = read(2023, number=f"{day}00100")
    assert recipient.identity.kind == "journal"


def _is_number(text: str) -> bool:
    try:
        NationalId.parse(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("number", ["15039200200", "", "00000000000"])
def test_a_valid_duf_number_comes_next(number: str) -> None:
    recipient, notices = read(2025, number=number, duf=DUF)
    assert str(recipient.identity) == f"duf:{DUF}"
    assert (recipient.duf, recipient.birth_date, notices) == (DUF, BORN, [])


def test_without_number_and_before_2025_the_birth_date_may_be_unknown() -> None:
    assert read(2024, number="", duf=DUF)[0].birth_date is None


def test_a_wrong_duf_number_is_told_and_passed_over() -> None:
    recipient, (notice,) = read(2025, number="15039200200", duf="202212345607")
    assert (recipient.identity.kind, recipient.duf) == ("journal", None)
    assert (notice.field, notice.rule) == ("PERSON_DUF", "38")
    zeros, notices = read(2025, number="15039200200", duf="0" * 12)
    assert (zeros.identity.kind, notices) == ("journal", [])


@pytest.mark.parametrize("number", ["15839212345", "1583921234", "abc", ""])
def test_a_wrong_number_is_refused_from_2024_as_ssb_did(number: str) -> None:
    (error,) = refusal(2024, number=number)
    assert (error.line, error.field, error.rule) == (1, "PERSON_FODSELSNR", "05")
    recipient, (notice,) = read(2023, number=number)
    assert (recipient.identity.kind, notice.rule) == ("journal", "05")


def test_a_number_of_the_rule_of_2032_cannot_stand_in_these_files() -> None:
    assert [one.rule for one in refusal(2026, number=first_number("158392", range(500), 2))] == [
        "05"
    ]


def test_a_number_with_right_control_digits_but_no_date_is_passed_over() -> None:
    recipient, (notice,) = read(2025, number=first_number("810123", range(500)))
    assert str(recipient.identity) == "journal:OSK00001/1992-03-15/f"
    assert (notice.field, notice.rule) == ("PERSON_FODSELSNR", "person")


def test_a_line_that_nothing_identifies_stands_alone() -> None:
    recipient, (notice,) = read(2024, number="15039200100", journal="")
    assert str(recipient.identity) == "line:11F-2024-1"
    assert (notice.field, notice.rule) == ("PERSON_JOURNALNR", "person")


@pytest.mark.parametrize(
    ("year", "digits", "born"),
    [
        (2024, "010108", date(2008, 1, 1)),
        (2024, "010109", date(2009, 1, 1)),
        (2024, "010118", date(2018, 1, 1)),
        (2024, "010119", date(1919, 1, 1)),
        (2024, "010124", date(1924, 1, 1)),
        (2024, "010125", date(1925, 1, 1)),
        (2022, "310299", date(1999, 2, 28)),
        (2022, "290200", date(2000, 2, 29)),
        (2022, "550392", BORN),
    ],
)
def test_two_digit_birth_years_mean_the_century_of_ages_16_to_105(
    year: int, digits: str, born: date
) -> None:
    ending = "99999" if digits < "32" else "12345"
    assert read(year, number=digits + ending)[0].birth_date == born


def test_the_date_of_the_number_outweighs_the_stated_one_so_that_years_agree() -> None:
    for number in (synthetic_national_id(date(1990, 5, 5)), "05059000200"):
        later, (notice,) = read(2025, number=number, birth_date=BORN)
        assert (notice.field, notice.rule) == ("FODSELSDATO", "person")
        assert later.birth_date == date(1990, 5, 5)
        assert later.identity == read(2024, number=number, birth_date=BORN)[0].identity


def test_the_stated_date_settles_the_century_of_a_placeholder() -> None:
    recipient, notices = read(2025, number="01012000100", birth_date=date(2020, 1, 1))
    assert recipient.birth_date == date(2020, 1, 1)
    assert [one.rule for one in notices] == ["06"]


def test_the_birth_date_is_mandatory_from_2025() -> None:
    for text in ("", "00000000"):
        (error,) = refusal(2025, fields={"FODSELSDATO": text})
        assert (error.field, error.rule) == ("FODSELSDATO", "04A")


def test_values_do_not_show_who_they_are_about() -> None:
    recipient, _ = read(2025, duf=DUF)
    for secret in (recipient.national_id, DUF, "OSK00001", "1992"):
        assert str(secret) not in repr(recipient)
