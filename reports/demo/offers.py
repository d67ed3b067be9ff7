"""Some thirty invented offers for children over the four districts, with what makes them open."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from accounts.models import District
from children.models import AccessAssessment, Offer
from reports.demo.users import Staff

Row = tuple[str, str, str, str, str, int, int, int, str, str]
CARD, PLACES = "Gratis med fritidskortet", "Friplass for den som spør"
LENDS = "Alt utstyr lånes gratis"
CITY = ""
OFFERS: tuple[Row, ...] = (
    # name, kind, activity, organiser, district, ages, kroner, reduction, free equipment
    ("Håndballskolen", "sport", "Håndball", "Nordheim IL", "heimdal", 7, 12, 900, CARD, ""),
    (
        "Håndball for jenter",
        "sport",
        "Håndball",
        "Nordheim IL",
        "heimdal",
        10,
        16,
        1_800,
        PLACES,
        "",
    ),
    ("Fotball på løkka", "sport", "Fotball", "Kattås FK", "heimdal", 6, 15, 0, "", "Sko og drakt"),
    ("Basket på Saupland", "sport", "Basket", "Saupland BK", "heimdal", 9, 18, 600, CARD, "Sko"),
    ("Kulturskolens korps", "culture", "Korps", "Kulturenheten", "heimdal", 8, 19, 0, "", LENDS),
    ("Åpent hus fredag", "place", "Møteplass", "Fritidsklubben Sør", "heimdal", 10, 16, 0, "", ""),
    (
        "Sykkelverkstedet",
        "equipment",
        "Sykkel",
        "Utlånssentralen Sør",
        "heimdal",
        4,
        18,
        0,
        "",
        LENDS,
    ),
    ("Fotball for alle", "sport", "Fotball", "Østberg IL", "ostbyen", 6, 16, 1_200, CARD, "Sko"),
    ("Turn for de minste", "sport", "Turn", "Østberg turn", "ostbyen", 3, 8, 700, PLACES, ""),
    ("Barnekoret", "culture", "Kor", "Lademyra kirke", "ostbyen", 5, 12, 0, "", ""),
    ("Teater etter skolen", "culture", "Teater", "Kulturenheten", "ostbyen", 8, 15, 300, CARD, ""),
    ("Leksehjelp og mat", "place", "Leksehjelp", "Nabolagshuset", "ostbyen", 6, 16, 0, "", ""),
    (
        "Speiderne",
        "outdoor",
        "Speider",
        "Østberg speidergruppe",
        "ostbyen",
        8,
        18,
        450,
        PLACES,
        LENDS,
    ),
    ("Klatring", "sport", "Klatring", "Klatrehallen Øst", "ostbyen", 8, 18, 900, CARD, LENDS),
    ("Svømmeskolen", "sport", "Svømming", "Midtbad", "midtbyen", 5, 12, 1_100, CARD, ""),
    ("Dans i sentrum", "sport", "Dans", "Byens danseskole", "midtbyen", 6, 18, 1_600, PLACES, ""),
    ("Bandverkstedet", "culture", "Band", "Kulturenheten", "midtbyen", 12, 19, 0, "", LENDS),
    ("Sjakk-klubben", "place", "Sjakk", "Folkebiblioteket", "midtbyen", 7, 18, 0, "", ""),
    ("Bokslukerne", "culture", "Lesing", "Folkebiblioteket", "midtbyen", 3, 10, 0, "", ""),
    ("Friidrett", "sport", "Friidrett", "Midtby FIK", "midtbyen", 8, 16, 1_000, CARD, ""),
    (
        "Ski på Lianhøgda",
        "outdoor",
        "Ski",
        "Lerkeby skiklubb",
        "lerkendal",
        6,
        14,
        500,
        CARD,
        LENDS,
    ),
    ("Fotball Lerkeby", "sport", "Fotball", "Lerkeby IL", "lerkendal", 6, 16, 1_300, PLACES, ""),
    ("Robotlaben", "culture", "Koding", "Vitenhuset", "lerkendal", 9, 16, 200, CARD, LENDS),
    ("Klubben på Moe", "place", "Møteplass", "Fritidsklubben Vest", "lerkendal", 10, 17, 0, "", ""),
    ("Kampsport", "sport", "Kampsport", "Lerkeby kampsport", "lerkendal", 7, 18, 1_500, CARD, ""),
    ("Sommerleir", "holiday", "Leir", "Kulturenheten", CITY, 8, 15, 0, "", LENDS),
    ("Opplevelseskortet", "holiday", "Kino og bad", "Kulturenheten", CITY, 3, 18, 0, "", ""),
    (
        "Byens utstyrssentral",
        "equipment",
        "Ski og skøyter",
        "Utlånssentralen",
        CITY,
        2,
        18,
        0,
        "",
        LENDS,
    ),
    ("Ferieklubben", "holiday", "Ferie", "Frivilligsentralen", CITY, 6, 13, 0, "", ""),
    ("Rideskole", "sport", "Ridning", "Høgmo ryttersenter", CITY, 8, 18, 4_800, "", ""),
    ("Ishockey", "sport", "Ishockey", "Byhockey", "midtbyen", 6, 14, 3_900, "", ""),
)
UNASSESSED = 2
"""Of the last ones, which nobody has assessed yet: drafts."""


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/offers"), timezone.localdate()
    districts = {row.code: row for row in District.objects.all()}
    offers = [_offer(row, districts, staff) for row in OFFERS]
    for offer in offers[:-UNASSESSED]:
        offer.published_on = today - timedelta(days=rng.randint(20, 400))
        offer.published_by = offer.made_by
    Offer.objects.bulk_create(offers)
    AccessAssessment.objects.bulk_create(_assessment(row, rng) for row in offers[:-UNASSESSED])


def _offer(row: Row, districts: dict[str, District], staff: Staff) -> Offer:
    name, kind, activity, organiser, place, first, last, price, reduction, equipment = row
    offer = Offer(
        name=name,
        kind=kind,
        activity=activity,
        organiser=organiser,
        district=districts.get(place),
        from_age=first,
        to_age=last,
        price=price,
        price_for="per halvår" if price else "",
        reduction=reduction,
        free_equipment=equipment,
        contact=f"{organiser}, telefon 400 01 {100 + len(name)}",
        made_by=staff.users[f"bft.{place or 'midtbyen'}"],
    )
    offer.set_search_text()
    return offer


def _assessment(offer: Offer, rng: Random) -> AccessAssessment:
    helped = bool(offer.price)
    return AccessAssessment(
        offer=offer,
        price="open" if not offer.price else "helped",
        free_places=rng.randint(2, 10) if offer.reduction == PLACES else 0,
        equipment="open"
        if offer.free_equipment or offer.kind in ("place", "culture")
        else "helped",
        transport="open" if offer.district_id else "helped",
        language="open",
        conclusion="help" if helped else "all",
        note="Noen må vise familien hvordan de søker om redusert pris." if helped else "",
        made_on=offer.published_on or timezone.localdate(),
        made_by=offer.made_by,
    )
