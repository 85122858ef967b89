"""Values of dates: endpoints in EDTF, named days by their rules, Roman numbers."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extract.dates import edtf
from pipeline.extract.dates.feasts import feast_days
from pipeline.extract.dates.numbers import roman_number

ENDPOINTS = [
    ("2009-04-08", "2009-04-08", "2009-04-08", "day", "2009-04-08"),
    ("2009-04", "2009-04-01", "2009-04-30", "month", "2009-04"),
    ("2016-02", "2016-02-01", "2016-02-29", "month", "2016-02"),
    ("2009-12", "2009-12-01", "2009-12-31", "month", "2009-12"),
    ("2009", "2009-01-01", "2009-12-31", "year", "2009"),
    ("2009-21", "2009-03-01", "2009-05-31", "season", "2009-SP"),
    ("2009-22", "2009-06-01", "2009-08-31", "season", "2009-SU"),
    ("2009-23", "2009-09-01", "2009-11-30", "season", "2009-FA"),
    ("2009-24", "2009-12-01", "2010-02-28", "season", "2009-WI"),
    ("199X", "1990-01-01", "1999-12-31", "decade", "199"),
    ("14XX", "1401-01-01", "1500-12-31", "century", "14"),
    ("XXXX-04-08", None, None, "day", "XXXX-04-08"),
    ("XXXX-04", None, None, "month", "XXXX-04"),
    ("XXXX-23", None, None, "season", "XXXX-FA"),
    ("XXXX", None, None, "year", "XXXX"),
]


@pytest.mark.parametrize(("point", "first", "last", "precision", "timex"), ENDPOINTS)
def test_endpoint(point: str, first: str | None, last: str | None, precision: str, timex: str) -> None:
    low, high = edtf.first_day(point), edtf.last_day(point)
    assert (low and low.isoformat(), high and high.isoformat()) == (first, last)
    assert (edtf.precision(point), edtf.timex(point)) == (precision, timex)


def test_an_open_end_covers_no_day() -> None:
    assert edtf.first_day(None) is edtf.last_day(None) is None


@pytest.mark.parametrize(
    ("year", "month", "number", "point"),
    [
        (2009, 4, 8, "2009-04-08"),
        (None, 4, 8, "XXXX-04-08"),
        (None, 2, 29, "XXXX-02-29"),
        (2016, 2, 29, "2016-02-29"),
        (2015, 2, 29, None),
        (2015, 1, 31, "2015-01-31"),
        (2015, 4, 31, None),
        (2015, 12, 1, "2015-12-01"),
        (2015, 13, 1, None),
        (2015, 0, 1, None),
        (2015, 1, 0, None),
    ],
)
def test_a_day_that_does_not_exist_is_none(year: int | None, month: int, number: int, point: str | None) -> None:
    assert edtf.day(year, month, number) == point


def test_the_year_of_an_endpoint() -> None:
    assert [edtf.year_of(point) for point in ("2009", "2009-04", "2009-04-08", "199X", "XXXX-04")] == [
        2009,
        2009,
        2009,
        None,
        None,
    ]


FEASTS = [
    ("12-25", 2019, "2019-12-25", "2019-12-25"),
    ("12-25/2", 2019, "2019-12-25", "2019-12-26"),
    ("02-29", 2019, None, None),
    ("02-29", 2020, "2020-02-29", "2020-02-29"),
    ("easter+0", 2019, "2019-04-21", "2019-04-21"),
    ("easter-46/46", 2019, "2019-03-06", "2019-04-20"),
    ("easter+49/2", 2019, "2019-06-09", "2019-06-10"),
    ("orthodox+0", 2019, "2019-04-28", "2019-04-28"),
    ("advent+0", 2019, "2019-12-01", "2019-12-01"),
    ("advent+21", 2017, "2017-12-24", "2017-12-24"),
    ("advent+0", 2022, "2022-11-27", "2022-11-27"),
    ("05-7-2", 2019, "2019-05-12", "2019-05-12"),
    ("05-3-1", 2019, "2019-05-01", "2019-05-01"),
    ("11-4-L", 2019, "2019-11-28", "2019-11-28"),
    ("09-1-L", 2019, "2019-09-30", "2019-09-30"),
    ("02-5-5", 2019, None, None),
    ("11-4-4+1", 2019, "2019-11-29", "2019-11-29"),
    ("11-4-4-2", 2019, "2019-11-26", "2019-11-26"),
]


@pytest.mark.parametrize(("rule", "year", "first", "last"), FEASTS)
def test_feast(rule: str, year: int, first: str | None, last: str | None) -> None:
    days = feast_days(rule, year)
    assert days == (None if first is None or last is None else (date.fromisoformat(first), date.fromisoformat(last)))


@pytest.mark.parametrize(
    ("low", "number"),
    [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xxi", 21), ("xxxix", 39), ("", 0), ("mi", 0), ("xxxxx", 0)],
)
def test_roman_number(low: str, number: int) -> None:
    assert roman_number(low) == number
