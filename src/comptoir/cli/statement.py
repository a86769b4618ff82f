"""A member's statement, as a call centre reads it out: tier, points, purchases, the newest first.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from comptoir.checkout.later_owner import LaterOwned
from comptoir.checkout.standing import Purchase, Purchased, Standing
from comptoir.cli.claims import claim_summary
from comptoir.cli.guarantees import guarantee_text
from comptoir.cli.points import points
from comptoir.cli.voice import Sentences, Voice, columns, folded
from comptoir.facts.conflicts import Conflict, ReservationState
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover
from comptoir.facts.units import Units
from comptoir.loyalty.tier import TierStanding
from comptoir.loyalty.tier_rules import Measure
from comptoir.returns.claims.found import ClaimFound
from comptoir.rulebook import Rulebook
from comptoir.texts import quantity_text

_WORDS: Final[Sentences] = {
    "title": {"fr": "Relevé de {member}", "en": "Statement of {member}"},
    "tier": {"fr": "Niveau {name}", "en": "{name} tier"},
    "next": {"fr": "encore {missing} avant {next}", "en": "{missing} for {next}"},
    "highest": {"fr": "le plus haut niveau", "en": "the highest tier"},
    "lasts": {"fr": "jusqu'au {day}", "en": "until {day}"},
    "to_keep": {"fr": "encore {missing} pour le garder", "en": "{missing} to keep it"},
    "of_spent": {"fr": "{amount} d'achats", "en": "{amount} more to spend"},
    "of_points": {"fr": "{amount} points", "en": "{amount} more points"},
    "of_purchases": {"fr": "{amount} achat(s)", "en": "{amount} more purchase(s)"},
    "purchases": {"fr": "Achats, tous canaux", "en": "Purchases, all channels"},
    "no_purchase": {"fr": "Aucun achat.", "en": "No purchase."},
    "deliver": {"fr": "livraison à {place}", "en": "delivery to {place}"},
    "collect": {"fr": "retrait à {store}", "en": "collected in {store}"},
    "carry": {"fr": "à {store}", "en": "in {store}"},
    "awaited": {"fr": "pas encore remis", "en": "not handed over yet"},
    "handed_over": {"fr": "remis le {day}", "en": "handed over on {day}"},
    "exchanged": {"fr": "échangé ({fact})", "en": "exchanged ({fact})"},
    "returned": {"fr": "rendu le {day}", "en": "came back on {day}"},
    "cancelled": {"fr": "annulé le {day}", "en": "cancelled on {day}"},
    "reduced": {"fr": "{amount} rendus sur son prix", "en": "{amount} given back of its price"},
    "picked": {"fr": "préparé : {quantity}", "en": "picked: {quantity}"},
    "shipped": {"fr": "expédié le {day}", "en": "sent off on {day}"},
    "declared": {"fr": "retour annoncé le {day}", "en": "its return was declared on {day}"},
    "sent_back": {"fr": "renvoyé le {day}", "en": "sent back on {day}"},
    "received": {"fr": "reçu en retour le {day}", "en": "received back on {day}"},
    "handed_back": {"fr": "remis après réparation le {day}", "en": "handed back after repair on {day}"},
    "until": {
        "fr": "peut être rendu jusqu'au {day} ({rule})",
        "en": "may come back until {day} ({rule})",
    },
    "not_begun": {
        "fr": "peut être rendu, le délai n'a pas commencé ({rule})",
        "en": "may come back, the clock has not started ({rule})",
    },
    "unknown": {
        "fr": "délai de retour inconnu : trop ancien pour ce recueil de règles",
        "en": "time to return unknown: older than this rulebook's tables",
    },
    "promised": {
        "fr": "  prévu entre le {earliest} et le {latest}",
        "en": "  due between {earliest} and {latest}",
    },
    "promised_on": {"fr": "  prévu le {latest}", "en": "  due on {latest}"},
    "passed_on": {"fr": "cédé le {day}", "en": "passed on on {day}"},
    "passed_on_to": {"fr": "cédé le {day} à {owner}", "en": "passed on to {owner} on {day}"},
    "guaranteed_until": {
        "fr": "garanti jusqu'au {day} ({rule})",
        "en": "guaranteed until {day} ({rule})",
    },
    "guarantee_suspended": {
        "fr": "garantie suspendue ({rule})",
        "en": "the guarantee stands still ({rule})",
    },
    "guaranteed": {"fr": "garanti ({rule})", "en": "guaranteed ({rule})"},
    "guarantee_unknown": {
        "fr": "garantie inconnue : trop ancien pour ce recueil de règles",
        "en": "guarantee unknown: older than this rulebook's tables",
    },
    "claims_unknown": {
        "fr": "  réclamations inconnues : trop anciennes pour ce recueil de règles",
        "en": "  claims unknown: older than this rulebook's tables",
    },
    "exchange_of": {"fr": "  échange de {orders}", "en": "  in exchange for {orders}"},
    "exchanged_into": {"fr": "  échangé contre {orders}", "en": "  exchanged for {orders}"},
    "later": {"fr": "Achetés par quelqu'un d'autre", "en": "Bought by somebody else"},
    "since": {"fr": "depuis le {day}", "en": "since {day}"},
    "refunded": {"fr": "  remboursé", "en": "  refunded"},
    "kept": {"fr": "ne peut plus être rendu", "en": "may not come back any more"},
    "conflicts": {"fr": "À vérifier", "en": "To be looked at"},
    "other_content": {
        "fr": "{fact} ({document}) existe avec deux contenus : le premier compte.",
        "en": "{fact} ({document}) was told in two ways: the first counts.",
    },
    "unknown_order": {
        "fr": "{fact} parle de la commande {order}, encore inconnue.",
        "en": "{fact} speaks of the order {order}, not known yet.",
    },
    "before_its_order": {
        "fr": "{fact} est daté d'avant la commande {order} : compté à partir d'elle.",
        "en": "{fact} is dated before the order {order}: it counts from the order on.",
    },
    "over_refunded": {
        "fr": "{fact} a remboursé plus que payé sur {order} : {amount} centimes (unité mineure) de trop.",
        "en": "{fact} gave back more than was paid on {order}: {amount} minor units too much.",
    },
    "over_captured": {
        "fr": "{fact} a encaissé plus que payé sur {order} : {amount} centimes (unité mineure) de trop.",
        "en": "{fact} captured more than was paid on {order}: {amount} minor units too much.",
    },
    "other_currency": {
        "fr": "{fact} est dans une autre devise ({currency}) que {order} : l'argent ne compte pas.",
        "en": "{fact} is in another currency ({currency}) than {order}: the money does not count.",
    },
    "no_such_units": {
        "fr": "{fact} parle d'articles que la commande {order} n'a pas ({units}).",
        "en": "{fact} speaks of pieces that the order {order} does not have ({units}).",
    },
    "already_returned": {
        "fr": "{fact} parle de ce que {by} a déjà repris de {order} ({units}) : rien n'est dû.",
        "en": "{fact} speaks of what {by} had taken back of {order} ({units}): nothing is due.",
    },
    "already_swapped": {
        "fr": "{fact} échange ce que {by} avait échangé de {order} ({units}) sans le savoir : "
        "un article a peut-être été rendu deux fois.",
        "en": "{fact} swaps what {by} had swapped of {order} ({units}), without knowing: "
        "look whether one piece was given twice.",
    },
    "not_paid_by_return": {
        "fr": "{order} est payée par {fact} avec ce qui était déjà repris : {amount} centimes "
        "(unité mineure) n'ont pas été payés et ne seront pas remboursés.",
        "en": "{order} is paid by {fact} with what had come back before: {amount} minor units "
        "were never paid, and are not given back.",
    },
    "already_cancelled": {
        "fr": "{fact} parle de ce que {by} a annulé de {order} ({units}) : l'annulation compte.",
        "en": "{fact} speaks of what {by} had cancelled of {order} ({units}): the cancelling counts.",
    },
    "already_handed_over": {
        "fr": "{fact} annule ce qui était déjà remis de {order} ({units}) : rien n'est dû.",
        "en": "{fact} cancels what had been handed over of {order} ({units}): nothing is due.",
    },
    "other_product": {
        "fr": "{fact} a repris {found} de {order} ({units}), le client avait {held}.",
        "en": "{fact} took back {found} of {order} ({units}), the customer held {held}.",
    },
    "not_handed_over": {
        "fr": "{fact} reprend ce qui n'était pas encore remis de {order} ({units}).",
        "en": "{fact} takes back what had not been handed over of {order} ({units}).",
    },
    "handed_over_twice": {
        "fr": "{fact} remet une seconde fois des articles de {order} ({units}).",
        "en": "{fact} hands over pieces of {order} a second time ({units}).",
    },
    "unknown_claim": {
        "fr": "{fact} parle de la réclamation {claim} sur {order}, que personne n'a faite.",
        "en": "{fact} speaks of the claim {claim} about {order}, which nobody has made.",
    },
    "claim_over": {
        "fr": "{fact} poursuit la réclamation {claim} sur {order}, qui est terminée : elle le reste.",
        "en": "{fact} goes on with the claim {claim} about {order}, which is over: it stays so.",
    },
    "not_handed_in": {
        "fr": "{fact} rend au client ce que personne n'avait reçu pour la réclamation {claim} sur {order}.",
        "en": "{fact} hands back what nobody had taken in for the claim {claim} about {order}.",
    },
    "no_loan": {
        "fr": "{fact} reprend un prêt que la réclamation {claim} sur {order} n'a pas, ou plus.",
        "en": "{fact} takes back a loan that the claim {claim} about {order} does not have, or no more.",
    },
    "overspent": {
        "fr": "{fact} a pris {points} points de plus qu'il n'y en avait.",
        "en": "{fact} took {points} points more than there were.",
    },
    "no_such_reservation": {
        "fr": "{fact} dépense des points mis de côté sous un nom inconnu ({reservation}) : pris du solde.",
        "en": "{fact} spends points set aside under an unknown name ({reservation}): taken of the balance.",
    },
    "reservation_over": {
        "fr": "{fact} dépense des points qui n'étaient plus mis de côté ({reservation}, {ended}) : "
        "pris du solde.",
        "en": "{fact} spends points that were no longer set aside ({reservation}, {ended}): "
        "taken of the balance.",
    },
    "more_than_reserved": {
        "fr": "{fact} dépense {points} points de plus que mis de côté ({reservation}) : pris du solde.",
        "en": "{fact} spends {points} points more than were set aside ({reservation}): taken of the balance.",
    },
    "no_such_reward": {
        "fr": "{fact} rend une récompense qui n'a pas été prise, ou l'est déjà ({taken}) : rien ne revient.",
        "en": "{fact} gives back a reward that was not taken, or was before ({taken}): nothing comes back.",
    },
    "not_claimed": {
        "fr": "{fact} réclame l'achat {order}, qui est déjà à {owner} : rien ne change.",
        "en": "{fact} claims the purchase {order}, which is {owner}'s already: nothing changes.",
    },
    "not_merged": {
        "fr": "{fact} réunit un compte avec {into}, avec lequel il l'est déjà : rien ne change.",
        "en": "{fact} makes an account one with {into}, which it is already: nothing changes.",
    },
    "not_pooled": {
        "fr": "{fact} rejoint ou quitte le foyer {pool}, ce qui n'était pas possible : rien ne change.",
        "en": "{fact} joins or leaves the household {pool}, which could not be: nothing changes.",
    },
    "used": {"fr": "déjà dépensés", "en": "spent before"},
    "ended": {"fr": "libérés avant", "en": "freed before"},
    "timed_out": {"fr": "temps écoulé", "en": "their time was over"},
    "units": {"fr": "ligne {number}, {count} pièce(s)", "en": "line {number}, {count} piece(s)"},
}


def statement(standing: Standing, voice: Voice) -> Iterator[str]:
    """The statement, in lines of at most eighty characters."""
    title = voice.say(_WORDS, "title", member=standing.member)
    yield columns(title, voice.moment(standing.asked_at))
    yield ""
    if standing.tier is not None:
        yield from _tier(standing.tier, standing.rulebook, voice)
    yield from points(standing, voice)
    yield ""
    yield voice.say(_WORDS, "purchases" if standing.purchases else "no_purchase")
    for purchase in reversed(standing.purchases):
        yield ""
        yield from _purchase(purchase, standing.rulebook, voice)
    if standing.later:
        yield ""
        yield voice.say(_WORDS, "later")
    for owned in standing.later:
        yield ""
        yield from _later(owned, standing.rulebook, voice)
    yield from to_be_looked_at(standing.conflicts, voice)


def to_be_looked_at(conflicts: Sequence[Conflict], voice: Voice) -> Iterator[str]:
    """What does not fit, under a heading; nothing if all does."""
    if conflicts:
        yield ""
        yield voice.say(_WORDS, "conflicts")
    for conflict in conflicts:
        yield from folded(conflict_text(conflict, voice), indent=2)


def conflict_text(conflict: Conflict, voice: Voice) -> str:
    """What does not fit, as a sentence."""
    values = {
        field.name: _told(getattr(conflict, field.name), voice) for field in attrs.fields(type(conflict))
    }
    return voice.say(_WORDS, conflict.kind, **values)


def _tier(tier: TierStanding, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """The tier with what is missing for the next, and until when it lasts without more."""
    name = voice.say(_WORDS, "tier", name=voice.name(tier.name))
    programme = rulebook.loyalty.programme
    if tier.next is None or tier.missing is None or programme is None:
        more = voice.say(_WORDS, "highest")
    else:
        next_ = voice.name(programme.tier(tier.next).name)
        more = voice.say(_WORDS, "next", missing=_measured(tier.missing, tier, voice), next=next_)
    yield from folded(f"{name}, {more}")
    if tier.until is not None:
        lasts = voice.say(_WORDS, "lasts", day=voice.day_before(tier.until))
        keep = "" if tier.to_keep is None else _measured(tier.to_keep, tier, voice)
        kept = f", {voice.say(_WORDS, 'to_keep', missing=keep)}" if keep else ""
        yield from folded(f"{lasts}{kept}", indent=2)


def _measured(amount: int, tier: TierStanding, voice: Voice) -> str:
    """So much of what is measured for the tier."""
    is_money = tier.measure is Measure.SPENT
    written = voice.amount(amount, tier.currency) if is_money else voice.number(amount)
    return voice.say(_WORDS, f"of_{tier.measure.value}", amount=written)


def _purchase(purchase: Purchase, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    where = _handover(purchase.handover, rulebook, voice)
    bought = f"{voice.day(purchase.placed_at)} · {purchase.order} · {purchase.provenance.channel} · {where}"
    yield columns(bought, voice.amount(purchase.total, purchase.currency))
    is_awaited = any(_is_awaited(good) for good in purchase.goods)
    for promised in purchase.promised if is_awaited else ():
        latest = voice.weekday(promised.latest)
        code = "promised_on" if promised.earliest == promised.latest else "promised"
        earliest = voice.weekday(promised.earliest)
        yield from folded(voice.say(_WORDS, code, earliest=earliest, latest=latest))
    if purchase.refunded:
        refunded = voice.amount(purchase.refunded, purchase.currency)
        yield columns(voice.say(_WORDS, "refunded"), refunded)
    for code, orders in (
        ("exchange_of", purchase.exchange_of),
        ("exchanged_into", purchase.exchanged_into),
    ):
        if orders:
            yield from folded(voice.say(_WORDS, code, orders=", ".join(orders)), indent=2)
    for good in purchase.goods:
        charged = voice.amount(good.charged, purchase.currency)
        yield columns(f"  {voice.goods(good.product, good.quantity)}", charged)
        phrases = (*_costs(good, purchase.currency, voice), *_became(good, voice))
        yield from folded(" · ".join(phrases), indent=4)
    for owed in purchase.owed_back:
        yield from folded(owed.text(voice.language.code), indent=2)
    yield from _claims(purchase.claims, rulebook, voice)


def _claims(claims: Sequence[ClaimFound] | None, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """The claims about some goods, open ones and others."""
    if claims is None:
        yield from folded(voice.say(_WORDS, "claims_unknown"), indent=2)
    for claim in claims or ():
        yield from claim_summary(claim, rulebook, voice)


def _later(owned: LaterOwned, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """What a member has of an order of somebody else: no price, and nothing of the buyer's."""
    yield owned.order
    for good in owned.goods:
        yield columns(
            f"  {voice.goods(good.product, good.quantity)}",
            voice.say(_WORDS, "since", day=voice.day(good.since)),
        )
        if good.returned is not None:
            yield from folded(voice.say(_WORDS, "returned", day=voice.day(good.returned)), indent=4)
        elif good.guarantees is None:
            yield from folded(voice.say(_WORDS, "guarantee_unknown"), indent=4)
        else:
            for told in good.guarantees:
                yield from folded(guarantee_text(told.stands, voice), indent=4)
    yield from _claims(owned.claims, rulebook, voice)


def _is_awaited(good: Purchased) -> bool:
    return good.handed_over is None and good.returned is None and good.cancelled is None


def _costs(good: Purchased, currency: str, voice: Voice) -> Iterator[str]:
    """What was given back of the price of some goods, and how much of them there was."""
    if good.picked is not None:
        yield voice.say(_WORDS, "picked", quantity=quantity_text(good.picked, voice.language))
    if good.reduced:
        yield voice.say(_WORDS, "reduced", amount=voice.amount(good.reduced, currency))


def _became(good: Purchased, voice: Voice) -> Iterator[str]:
    """What has become of some goods, and until when they may come back; a phrase each."""
    if good.returned is not None:
        yield voice.say(_WORDS, "returned", day=voice.day(good.returned))
        return
    if good.cancelled is not None:
        yield voice.say(_WORDS, "cancelled", day=voice.day(good.cancelled))
        return
    if good.handed_over is None:
        yield voice.say(_WORDS, "awaited")
        if good.shipped is not None:
            yield voice.say(_WORDS, "shipped", day=voice.day(good.shipped))
    else:
        yield voice.say(_WORDS, "handed_over", day=voice.day(good.handed_over))
    for fact in good.exchanged_by:
        yield voice.say(_WORDS, "exchanged", fact=fact)
    yield from _passages(good, voice)
    if good.owner_since is not None:
        code = "passed_on" if good.owner is None else "passed_on_to"
        yield voice.say(_WORDS, code, day=voice.day(good.owner_since), owner=good.owner or "")
    if good.handed_over is not None:
        yield _may_come_back(good, voice)
        yield from _guaranteed(good, voice)


def _guaranteed(good: Purchased, voice: Voice) -> Iterator[str]:
    """How long some goods are guaranteed, at the longest; nothing if they are not."""
    rule = good.guarantee_by or ""
    if good.guaranteed is None:
        yield voice.say(_WORDS, "guarantee_unknown")
    elif good.guarantee_until is not None:
        yield voice.say(_WORDS, "guaranteed_until", day=voice.weekday(good.guarantee_until), rule=rule)
    elif good.guaranteed:
        yield voice.say(
            _WORDS, "guarantee_suspended" if good.guarantee_suspended else "guaranteed", rule=rule
        )


def _passages(good: Purchased, voice: Voice) -> Iterator[str]:
    """Through what goods passed on their way back, or that they are with the customer again."""
    for code, at in (
        ("handed_back", good.handed_back),
        ("declared", good.declared),
        ("sent_back", good.sent_back),
        ("received", good.received),
    ):
        if at is not None:
            yield voice.say(_WORDS, code, day=voice.day(at))


def _may_come_back(good: Purchased, voice: Voice) -> str:
    if good.may_come_back is None:
        return voice.say(_WORDS, "unknown")
    if not good.may_come_back:
        return voice.say(_WORDS, "kept")
    rule = good.last_day_by or ""
    if good.last_day is None:
        return voice.say(_WORDS, "not_begun", rule=rule)
    return voice.say(_WORDS, "until", day=voice.weekday(good.last_day), rule=rule)


def _handover(handover: Handover, rulebook: Rulebook, voice: Voice) -> str:
    match handover:
        case Deliver(place=place):
            return voice.say(_WORDS, "deliver", place=f"{place.country} {place.postcode}")
        case Collect(store=store) | Carry(store=store):
            known = rulebook.places.by_id.get(store)
            return voice.say(_WORDS, handover.kind, store=store if known is None else known.name)


def _told(value: str | int | Units | ReservationState, voice: Voice) -> str:
    if isinstance(value, ReservationState):
        return voice.say(_WORDS, value.value)
    if isinstance(value, Units):
        return voice.say(_WORDS, "units", number=str(value.number), count=str(value.count))
    return value if isinstance(value, str) else voice.number(value)
