"""Names of nobody in particular: first names and surnames put together at random, by origin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Names and language of people with a background in common; `share` weighs the draw."""

    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NORWEGIAN = Origin(
    "",
    0,
    _words(
        "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Tone Randi Åse Solveig "
        "Bente Heidi Silje Nina Hanne Marianne Linda Camilla Ida Julie Stine Maria Sara Thea Emma "
        "Nora Ingvild Guro Ragnhild Gunn Turid Wenche Siri Mona Trine Line Kristin Lene Hege "
        "Anita Monica Elin Ellen Karoline Sunniva Tuva Vilde Maren Oda Frida Selma Åshild Ågot "
        "Sølvi Målfrid Tiril Mathilde Amalie Synne"
    ),
    _words(
        "Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Hans Geir Tor Morten Terje Odd Erik "
        "Martin Andreas John Anders Rune Trond Tore Daniel Jon Kristian Marius Stian Espen Øyvind "
        "Håkon Magnus Henrik Jonas Emil Mathias Sander Kristoffer Fredrik Vegard Eirik Sondre "
        "Simen Jørgen Roar Børge Frode Øystein Ståle Håvard Vidar Kåre Asbjørn Sigurd Ådne Pål "
        "Steinar Roger Kenneth Ronny Tommy Kim Glenn Truls Brage Ivar Trygve"
    ),
    _words(
        "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen "
        "Johnsen Pettersen Eriksen Berg Haugen Hagen Johannessen Jacobsen Dahl Halvorsen "
        "Henriksen Lund Sørensen Jakobsen Moen Gundersen Iversen Strand Solberg Svendsen Eide "
        "Knutsen Martinsen Kristoffersen Bakken Lie Mathisen Rasmussen Lunde Nygård Kvam Sandvik "
        "Myhre Moe Ness Ruud Fjeld Brekke Bøe Øien Østby Ørland Ås Åsen Sæther Hegstad Lian Vik "
        "Rønning Tangen Sletten Storvik Grønli Mæhle Bjørnstad Hovde Melhus Nordli Selnes Tiller "
        "Viken Ytterdal Ødegård Ås-Lien Aune Stokkan Hårstad Granmo Husby Ristan Forbord Leira"
    ),
)
ORIGINS = (
    Origin(
        "somali",
        20,
        _words("Amina Hodan Fadumo Ifrah Sahra Khadra Ayaan Nimo Hibo Asha Zamzam Idil Ubah"),
        _words("Abdirahman Yusuf Mohamed Ismail Liban Hassan Omar Abukar Guled Bashir Said Cali"),
        _words("Warsame Farah Jama Hersi Nur Osman Duale Mohamud Hashi Elmi Gedi Shire Isse Roble"),
    ),
    Origin(
        "arabisk",
        24,
        _words("Fatima Rania Layla Huda Samira Zainab Nour Maha Dima Reem Hanan Salma Yasmin"),
        _words("Ahmad Khaled Mustafa Ali Hussein Tariq Samir Karim Bilal Nabil Fadi Ziad Walid"),
        _words(
            "Haddad Khalil Mansour Nasser Saleh Darwish Qasim Hamdan Issa Sabbagh Kanaan Najjar"
        ),
    ),
    Origin(
        "tigrinja",
        15,
        _words("Selam Senait Rahel Feven Bisrat Helen Luwam Winta Saba Eden Miriam Yordanos"),
        _words(
            "Filmon Yonas Tesfay Berhane Samuel Mehari Kidane Daniel Robel Henok Isaias Amanuel"
        ),
        _words(
            "Tekle Kidane Ghebre Haile Mehret Weldu Habtom Gebremariam Negash Tesfu Zerai Okbay"
        ),
    ),
    Origin(
        "dari",
        12,
        _words("Zahra Farida Laleh Shabnam Parwin Masuma Nargis Soraya Fereshta Mina Golnar"),
        _words("Reza Farid Jawad Nasir Habib Mahdi Rahim Zia Hamid Sohrab Karim Najib"),
        _words(
            "Rahimi Karimi Hosseini Nazari Mohammadi Sharifi Haidari Noori Rezai Sultani Yousefi"
        ),
    ),
    Origin(
        "kurmanji",
        8,
        _words("Berivan Rojin Zilan Dilan Nazdar Hêvî Gulistan Sozdar Perwin"),
        _words("Azad Baran Serhat Diyar Rebin Hozan Kawa Mazlum Sivan"),
        _words("Demir Barzan Osman Zana Kaya Sindi Mirza Rojhat Botan"),
    ),
    Origin(
        "polsk",
        7,
        _words("Agnieszka Katarzyna Magdalena Ewa Joanna Monika Beata Dorota"),
        _words("Piotr Tomasz Marek Krzysztof Paweł Wojciech Grzegorz Łukasz"),
        _words("Kowal Nowicki Wójcik Zielinski Wolski Lewandowicz Dudek Pawlak Król"),
    ),
    Origin(
        "ukrainsk",
        6,
        _words("Oksana Olena Natalia Iryna Svitlana Halyna Daryna Ljudmyla"),
        _words("Oleh Andrij Mykola Serhij Taras Bohdan Ivan Dmytro"),
        _words("Kovalenko Melnyk Shevchuk Bondar Tkachenko Lysenko Hrytsenko Moroz"),
    ),
    Origin(
        "vietnamesisk",
        4,
        _words("Linh Thuy Mai Hoa Lan Kim Ngoc"),
        _words("Minh Tuan Duc Hai Long Quang Nam"),
        _words("Nguyen Tran Pham Le Vo Dang Huynh"),
    ),
    Origin(
        "swahili",
        4,
        _words("Neema Furaha Esther Grace Riziki Zawadi Rehema"),
        _words("Baraka Jean Emmanuel Patrice Amani Joseph Espoir"),
        _words("Mukendi Kabila Mwamba Bahati Lukusa Ilunga Mbuyi"),
    ),
)

FRONT_OF_THE_LIST = {
    "": _words(
        "Abelsen Abelseth Abelvik Abildgård Abildsnes Abildsø Abrahamsen Abusdal Adamsen Adolfsen"
    ),
    "somali": _words("Abdi Abdulle Abukar"),
    "arabisk": _words("Abbas Abdallah Abboud"),
    "tigrinja": _words("Abebe Abraha Adhanom"),
    "dari": _words("Abbasi Abdali Adeli"),
}
"""Surnames that sort first: households worth opening stand on a list's first page."""

STREETS = _words(
    "Bjørkestien Rogneveien Prestekragevegen Myrullvegen Granåsringen Tyttebærstien "
    "Klokkergata Spinnerigata Møllebakkvegen Havrevegen Bekkefaret Steinåsen Linerlevegen "
    "Sagbakken Øverbakken Kornmodvegen Fiolstien Lerketoppen Revestien Åkerrenna "
    "Smedbakken Teglgata Blåklokkestien Kløvervegen Orrestien Ospelia Seljetunet Hegrestien"
)
