"""What two spellings of one address share, and what keeps two addresses apart."""

import pytest

from veer.sponsorship import addresses


@pytest.mark.parametrize(
    "one,other",
    [
        ("Kerkstraat 12", "KERKSTR. 12"),
        ("Kerk straat 12 bus 3", "Kerkstr 12/3"),
        ("Kerkstraat 12b3", "Kerkstraat 12 bus 03"),
        ("Kerkstraat 12 A", "kerkstraat 12a"),
        ("Rue de l'Église 5", "rue de l’eglise, 5"),
        ("12, rue Haute bte 3", "R. Haute 12 boîte 3"),
        ("Av. Louise 100", "avenue Louise 100"),
        ("Boulevard d'Avroy n° 8", "Bd d’Avroy 8"),
        ("Rue Saint-Jean 4", "rue St Jean 4"),
        ("Sint-Pieterssteenweg 7", "St. Pieters steenweg 7"),
        ("Kirchstraße 4", "Kirchstr. 4"),
        ("Hoge weg 4", "Hogeweg 4"),
        ("Rue du 11 Novembre 5", "rue du 11 novembre, 5"),
        ("Rue Haute 12 bis", "12bis, rue Haute"),
        ("Kerkstraat 12-14", "Kerkstr. 12 - 14"),
        ("Av. Louise 149, 3e étage", "avenue Louise 149 (3e étage)"),
        ("Kerkstraat 12 2de verdieping", "Kerkstr. 12, 2de verdieping"),
        ("Kerkstraat 12 kamer 3", "kerkstr 12, kamer 03"),
        ("Am Markt 12 Wohnung 3", "am Markt 12/3"),
        ("Kerkstraat 012", "Kerkstraat nr 12"),
        ("Kerkstraat 12 0101", "Kerkstraat 12 bus 101"),
        ("12, Busstraat", "Busstraat 12"),
    ],
)
def test_two_spellings_of_one_door_share_a_key(one: str, other: str) -> None:
    assert addresses.key(one) == addresses.key(other) != ""


def test_numbers_and_boxes_are_kept_apart_and_no_number_is_no_address() -> None:
    doors = ["Kerkstraat 12", "Kerkstraat 13", "Kerkstraat 12b", "Kerkstraat 12 bus 3", "Kerkstraat 12 bus 4"]
    assert len({addresses.key(one) for one in doors}) == len(doors)
    more = ["Kerkstraat 12bis", "Kerkstraat 12-14", "Kerkstraat 12, 1e verdieping", "Kerkstraat 12 gelijkvloers"]
    assert len({addresses.key(one) for one in [*doors, *more]} - {""}) == len(doors) + len(more)
    assert {addresses.key(one) for one in ("", "Kerkstraat", "12", "Rue du 11 Novembre")} == {""}


def test_one_town_is_told_by_its_postcode_else_by_its_name() -> None:
    assert addresses.same_town(("9000", "Gent"), ("9000", "Gand"))
    assert addresses.same_town(("B-9000", "Gent"), ("9000", "Gand"))
    assert addresses.same_town(("", "LIÈGE"), ("4000", "Liege"))
    assert not addresses.same_town(("9000", "Gent"), ("9040", "Gent"))
    assert not addresses.same_town(("", ""), ("", ""))


def test_an_address_in_lines_is_read_in_parts() -> None:
    assert addresses.parts("Dok 1 bus 2\n9000 Gent") == ("Dok 1 bus 2", "9000", "Gent")
    assert addresses.parts("Dok 1, b-9000 Gent, België") == ("Dok 1", "b-9000", "Gent")
    assert addresses.parts("Dampoort 1, Gent") is None
