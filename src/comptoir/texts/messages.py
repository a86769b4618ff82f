"""Every sentence that the library says to people, by code and language.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from comptoir.texts.languages import Language

_MESSAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "line": {
        "fr": "{name}\n  {quantity} × {unit_price} ({price_list}) = {regular}",
        "en": "{name}\n  {quantity} × {unit_price} ({price_list}) = {regular}",
    },
    "line_of_packs": {
        "fr": "{name}\n  {quantity} {unit} × {unit_price} ({price_list}) = {regular}",
        "en": "{name}\n  {quantity} {unit} × {unit_price} ({price_list}) = {regular}",
    },
    "graduated": {"fr": "  dont {quantity} × {unit_price}", "en": "  of which {quantity} × {unit_price}"},
    "decided": {
        "fr": "  prix décidé {price} par {author} ({authority})",
        "en": "  price of {price} decided by {author} ({authority})",
    },
    "evidence": {"fr": "  vu : {evidence}", "en": "  seen: {evidence}"},
    "funded": {
        "fr": "  dont {amount} à la charge de {payer}",
        "en": "  of which {payer} pays {amount}",
    },
    "in_base": {
        "fr": "  dont {amount} restent taxés",
        "en": "  of which {amount} are still taxed",
    },
    "floor": {
        "fr": "  pas moins de {amount} : {rule} ({source})",
        "en": "  no less than {amount}: {rule} ({source})",
    },
    "extra": {"fr": "  {name} : {amount}", "en": "  {name}: {amount}"},
    "extra_in_price": {"fr": "  dont {name} : {amount}", "en": "  including {name}: {amount}"},
    "paid_with_tax": {
        "fr": "  à payer, TVA comprise : {amount}",
        "en": "  to pay, with VAT: {amount}",
    },
    "paid_without_tax": {
        "fr": "  à payer, sans la TVA : {amount}",
        "en": "  to pay, without the VAT: {amount}",
    },
    "empties": {
        "fr": "Vides rendus, {count} × {name} : {amount}",
        "en": "Empties given back, {count} × {name}: {amount}",
    },
    "exempt": {"fr": "Sans TVA : {name} ({source}).", "en": "Without VAT: {name} ({source})."},
    "tax_exempt": {"fr": "  exonéré de TVA : {base}", "en": "  exempt from VAT: {base}"},
    "tax_outside": {"fr": "  hors champ de la TVA : {base}", "en": "  outside the scope of VAT: {base}"},
    "tax_reverse_charge": {
        "fr": "  TVA due par le preneur : {base}",
        "en": "  VAT due by the buyer: {base}",
    },
    "tax_intra_community": {
        "fr": "  livraison intracommunautaire : {base}",
        "en": "  intra-Community supply: {base}",
    },
    "tax_export": {"fr": "  exportation : {base}", "en": "  export: {base}"},
    "cash": {
        "fr": "En espèces : {due} (arrondi : {rounding}).",
        "en": "In cash: {due} (rounding: {rounding}).",
    },
    "adjustment": {"fr": "  {name} : {amount}", "en": "  {name}: {amount}"},
    "adjustment_by_points": {"fr": "  {name}, points : {amount}", "en": "  {name}, points: {amount}"},
    "charged": {"fr": "  reste {amount}", "en": "  leaves {amount}"},
    "delivery": {"fr": "{name} : {amount}", "en": "{name}: {amount}"},
    "delivery_free": {"fr": "  offert ({rule})", "en": "  free ({rule})"},
    "delivery_of": {"fr": "  pour {goods}", "en": "  for {goods}"},
    "delivery_surcharge": {"fr": "  {name} : {amount}", "en": "  {name}: {amount}"},
    "delivery_from": {"fr": "  de {source} : {goods}", "en": "  from {source}: {goods}"},
    "delivery_from_one": {"fr": "  de {source}", "en": "  from {source}"},
    "promised_slot": {
        "fr": "  livraison le {day}, {hours}",
        "en": "  arrives on {day}, {hours}",
    },
    "delivery_reduced": {"fr": "  réduit à {amount} ({rule})", "en": "  reduced to {amount} ({rule})"},
    "promised": {
        "fr": "  livraison entre le {earliest} et le {latest}",
        "en": "  arrives between {earliest} and {latest}",
    },
    "ready": {"fr": "  prêt le {moment}", "en": "  ready on {moment}"},
    "refused": {"fr": "{reason}", "en": "{reason}"},
    "points_spent": {
        "fr": "{points} points payent {worth}.",
        "en": "{points} points pay {worth}.",
    },
    "points_taken_off": {
        "fr": "{points} points réduisent les articles de {worth}.",
        "en": "{points} points take {worth} off the goods.",
    },
    "points_could_be_spent": {
        "fr": "Jusqu'à {points} points peuvent être dépensés ici.",
        "en": "Up to {points} points can be spent here.",
    },
    "points_kept": {
        "fr": "{kept} des points souhaités ne se dépensent pas ici, et restent.",
        "en": "{kept} of the points wished cannot be spent here, and stay.",
    },
    "points_of_funder": {
        "fr": "  dont {points} à la charge de {payer} : {worth}",
        "en": "  of which {payer} pays for {points}: {worth}",
    },
    "points_earned": {
        "fr": "Cet achat rapporte {points} points ({rule}, sur {basis}).",
        "en": "This purchase earns {points} points ({rule}, on {basis}).",
    },
    "points_to_claim": {
        "fr": "Cet achat rapporte {points} points à qui le réclame ensuite ({rule}, sur {basis}).",
        "en": "This purchase earns whoever claims it later {points} points ({rule}, on {basis}).",
    },
    "right_statutory": {
        "fr": "Rétractation : {period} ({source}).",
        "en": "Right of withdrawal: {period} ({source}).",
    },
    "right_statutory_on": {
        "fr": "Rétractation : {period} pour {goods} ({source}).",
        "en": "Right of withdrawal: {period} for {goods} ({source}).",
    },
    "right_commercial_on": {
        "fr": "Retour accordé par le vendeur : {period} pour {goods} ({rule}).",
        "en": "Returns granted by the seller: {period} for {goods} ({rule}).",
    },
    "final_sale": {
        "fr": "Le vendeur n'accorde pas de retour pour {goods} ({rule}).",
        "en": "The seller grants no return for {goods} ({rule}).",
    },
    "right_commercial": {
        "fr": "Retour accordé par le vendeur : {period} ({rule}).",
        "en": "Returns granted by the seller: {period} ({rule}).",
    },
    "total": {"fr": "Total {amount}", "en": "Total {amount}"},
    "tax": {
        "fr": "  dont TVA {percent} : {base} + {tax} = {gross}",
        "en": "  including VAT {percent}: {base} + {tax} = {gross}",
    },
    "taxed_besides": {
        "fr": "  taxé en plus, payé par {payer} : {amount}",
        "en": "  taxed besides, paid by {payer}: {amount}",
    },
    "taxed_before": {
        "fr": "  taxé avant réductions : {amount}",
        "en": "  taxed before reductions: {amount}",
    },
    "proven": {
        "fr": "Promotions : à chaque étape, le meilleur choix pour le client, prouvé.",
        "en": "Promotions: in each layer the best choice for the customer, proven.",
    },
    "within": {
        "fr": "Promotions : à chaque étape, un choix à {amount} près, toutes étapes confondues, du meilleur.",
        "en": "Promotions: in its layers, no other choice would be better by more than {amount} in all.",
    },
    "missing_spend": {
        "fr": "Encore {missing} d'achats pour « {name} ».",
        "en": 'Spend {missing} more for "{name}".',
    },
    "missing_quantity": {
        "fr": "Encore {missing} pour « {name} ».",
        "en": 'Add {missing} more for "{name}".',
    },
    "missing_units": {
        "fr": "Encore {missing} pour compléter « {name} ».",
        "en": 'Add {missing} more to complete "{name}".',
    },
    "why_applied": {"fr": "{name}\n  {amount} sur {goods}", "en": "{name}\n  {amount} on {goods}"},
    "why_applied_to_all": {
        "fr": "{name}\n  {amount} sur tous les articles",
        "en": "{name}\n  {amount} on all goods",
    },
    "why_capped": {
        "fr": "  pas davantage : sa propre limite est atteinte",
        "en": "  no more: its own limit is reached",
    },
    "why_floored": {
        "fr": "  pas davantage : un prix plancher est atteint",
        "en": "  no more: a floor is reached",
    },
    "why_delivery": {"fr": "{name}\n  livraison à tarif réduit", "en": "{name}\n  delivery for less"},
    "why_points": {"fr": "{name}\n  {points} points de plus", "en": "{name}\n  {points} points more"},
    "why_spend": {"fr": "{name}\n  encore {missing} d'achats", "en": "{name}\n  {missing} more to spend"},
    "why_spend_on": {
        "fr": "{name}\n  encore {missing} d'achats ({goods})",
        "en": "{name}\n  {missing} more to spend ({goods})",
    },
    "why_quantity": {
        "fr": "{name}\n  encore {missing} à ajouter",
        "en": "{name}\n  {missing} more to add",
    },
    "why_quantity_on": {
        "fr": "{name}\n  encore {missing} à ajouter ({goods})",
        "en": "{name}\n  {missing} more to add ({goods})",
    },
    "why_incomplete": {
        "fr": "{name}\n  encore {missing} à ajouter pour le lot",
        "en": "{name}\n  {missing} more to make it complete",
    },
    "why_member": {
        "fr": "{name}\n  réservé aux membres du programme de fidélité",
        "en": "{name}\n  only for members of the loyalty programme",
    },
    "why_tier": {"fr": "{name}\n  réservé au niveau {needed}", "en": "{name}\n  only for tier {needed}"},
    "why_segment": {
        "fr": "{name}\n  réservé au groupe {needed}",
        "en": "{name}\n  only for the group {needed}",
    },
    "why_first_order": {
        "fr": "{name}\n  réservé à une première commande",
        "en": "{name}\n  only for a first order",
    },
    "why_birth_month": {
        "fr": "{name}\n  réservé au mois de l'anniversaire",
        "en": "{name}\n  only in the month of the birthday",
    },
    "why_coupon": {
        "fr": "{name}\n  il y faut un bon valable",
        "en": "{name}\n  it takes a coupon that is good",
    },
    "why_tender": {"fr": "{name}\n  à payer ainsi : {needed}", "en": "{name}\n  to be paid by {needed}"},
    "why_hours": {
        "fr": "{name}\n  seulement : {needed}",
        "en": "{name}\n  only {needed}",
    },
    "why_window": {"fr": "{name}\n  à un autre moment", "en": "{name}\n  at another time"},
    "why_where": {
        "fr": "{name}\n  pour des articles remis ailleurs ({needed})",
        "en": "{name}\n  for goods handed over elsewhere ({needed})",
    },
    "why_handover_carry": {
        "fr": "{name}\n  pour des articles emportés d'un magasin",
        "en": "{name}\n  for goods carried away from a store",
    },
    "why_handover_collect": {
        "fr": "{name}\n  pour des articles retirés en magasin",
        "en": "{name}\n  for goods collected in a store",
    },
    "why_handover_deliver": {
        "fr": "{name}\n  pour des articles livrés",
        "en": "{name}\n  for goods delivered",
    },
    "why_handover": {
        "fr": "{name}\n  pour des articles remis autrement",
        "en": "{name}\n  for goods handed over in another way",
    },
    "why_excluded": {
        "fr": "{name}\n  un cas que l'offre exclut",
        "en": "{name}\n  a case that it excludes",
    },
    "why_remaining": {
        "fr": "{name}\n  épuisée, ou le panier ne dit pas ce qu'il en reste",
        "en": "{name}\n  used up, or the basket does not say what is left of it",
    },
    "why_other_currency": {
        "fr": "{name}\n  dans une autre monnaie ({needed})",
        "en": "{name}\n  in another currency ({needed})",
    },
    "why_condition": {
        "fr": "{name}\n  une condition n'est pas remplie ({condition})",
        "en": "{name}\n  a condition is not met ({condition})",
    },
    "why_beaten": {
        "fr": "{name}\n  {amount} de plus à payer qu'avec {by}",
        "en": "{name}\n  {amount} more to pay than with {by}",
    },
    "why_tied": {"fr": "{name}\n  pas mieux que {by}", "en": "{name}\n  no better than {by}"},
    "why_group": {
        "fr": "{name}\n  une seule du groupe : {by} laisse {amount} de moins à payer",
        "en": "{name}\n  only one of the group: {by} leaves {amount} less to pay",
    },
    "why_group_tied": {
        "fr": "{name}\n  une seule du groupe : {by}",
        "en": "{name}\n  only one of the group: {by}",
    },
    "why_exclusive": {
        "fr": "{name}\n  {by} exclut toute autre, et laisse {amount} de moins à payer",
        "en": "{name}\n  {by} excludes all others, and leaves {amount} less to pay",
    },
    "why_exclusive_tied": {
        "fr": "{name}\n  {by} exclut toute autre",
        "en": "{name}\n  {by} excludes all others",
    },
    "why_reduced": {
        "fr": "{name}\n  seulement sur ce que rien n'a réduit : pas après {by}",
        "en": "{name}\n  only on what nothing has reduced: not after {by}",
    },
    "why_reduced_before": {
        "fr": "{name}\n  seulement sur ce que rien n'a réduit",
        "en": "{name}\n  only on what nothing has reduced",
    },
    "why_list": {
        "fr": "{name}\n  pas sur des articles au tarif {lists}",
        "en": "{name}\n  not on goods of the price list {lists}",
    },
    "why_not_reached": {
        "fr": "{name}\n  la recherche a pris fin avant de l'essayer",
        "en": "{name}\n  the search ended before it was tried",
    },
    "why_nothing": {
        "fr": "{name}\n  rien à réduire dans ce panier",
        "en": "{name}\n  nothing to reduce in this basket",
    },
    "why_at_floor": {
        "fr": "{name}\n  tout ce que l'offre concerne est au prix plancher",
        "en": "{name}\n  all that it is on stands at its floor",
    },
    "why_not_yet": {"fr": "{name}\n  à partir du {moment}", "en": "{name}\n  from {moment} on"},
    "why_over": {"fr": "{name}\n  jusqu'au {moment}", "en": "{name}\n  until {moment}"},
    "why_others": {
        "fr": "Autres promotions en vigueur, sur rien de ce panier : {count}",
        "en": "Other promotions in force, on nothing in this basket: {count}",
    },
    "goods_any": {"fr": "tous les articles", "en": "any goods"},
    "goods_category": {"fr": "catégorie {name}", "en": "category {name}"},
    "goods_brand": {"fr": "marque {name}", "en": "brand {name}"},
    "goods_tag": {"fr": "marqué {name}", "en": "marked {name}"},
    "goods_attribute": {"fr": "{name} {value}", "en": "{name} {value}"},
    "goods_none": {"fr": "tout sauf {goods}", "en": "all but {goods}"},
    "goods_or": {"fr": "ou", "en": "or"},
    "goods_and": {"fr": "et", "en": "and"},
    "until": {"fr": "Valable jusqu'au {moment}.", "en": "Holds until {moment}."},
    "answer": {"fr": "Réponse {digest}", "en": "Answer {digest}"},
    "empty_basket": {"fr": "Le panier est vide.", "en": "The basket is empty."},
    "contract_unknown": {
        "fr": "Précisez où le contrat est conclu (à distance, en magasin).",
        "en": "Say where the contract is concluded (at a distance, in store).",
    },
    "handover_unknown": {
        "fr": "Choisissez comment recevoir vos articles.",
        "en": "Choose how to receive the goods.",
    },
    "service_unknown": {
        "fr": "Choisissez un service de livraison.",
        "en": "Choose a delivery service.",
    },
    "point_unknown": {
        "fr": "Choisissez un point de retrait ou une consigne.",
        "en": "Choose a pickup point or a locker.",
    },
    "slot_unknown": {
        "fr": "Choisissez un créneau de livraison.",
        "en": "Choose a delivery slot.",
    },
    "answer_changed": {
        "fr": "Les conditions ont changé : {before} auparavant, {now} maintenant.",
        "en": "The terms have changed: {before} before, {now} now.",
    },
    "answer_changed_alike": {
        "fr": "Le total reste {now}, mais la livraison, les points ou les offres ont changé.",
        "en": "The total is still {now}, but delivery, points or offers have changed.",
    },
    "tender_unknown": {
        "fr": "Précisez le moyen de paiement : une offre en dépend.",
        "en": "Say how it will be paid: an offer depends on it.",
    },
    "tender_differs": {
        "fr": "Une offre demande de tout payer ainsi : {tender}.",
        "en": "An offer asks for all of it to be paid by {tender}.",
    },
    "stored_value_differs": {
        "fr": "Les points comptent {before} payés par carte cadeau, et non {now}.",
        "en": "Points are counted with {before} paid by gift card, not {now}.",
    },
    "price_refused": {"fr": "Le prix décidé n'est pas admis.", "en": "The decided price does not hold."},
    "empties_over": {
        "fr": "Les consignes rendues dépassent le total de {missing} : remboursez-les à part.",
        "en": "The deposits given back exceed the total by {missing}: pay them out by themselves.",
    },
    "lock_ended": {
        "fr": "Le devis n'est plus valable : demandez-en un nouveau.",
        "en": "The quote no longer holds: ask for a new one.",
    },
    "override_unknown_reason": {
        "fr": "{sku} reste à son prix : le motif {reason} n'existe pas.",
        "en": "{sku} keeps its price: there is no reason {reason}.",
    },
    "override_not_for_product": {
        "fr": "{sku} reste à son prix : le motif {reason} ne le concerne pas.",
        "en": "{sku} keeps its price: the reason {reason} is not for it.",
    },
    "override_unknown_authority": {
        "fr": "{sku} reste à son prix : le niveau {authority} n'existe pas.",
        "en": "{sku} keeps its price: there is no authority {authority}.",
    },
    "override_no_evidence": {
        "fr": "{sku} reste à son prix : {reason} demande l'offre du concurrent.",
        "en": "{sku} keeps its price: {reason} needs the rival's offer.",
    },
    "override_above_price": {
        "fr": "{sku} reste à son prix : {price} serait plus cher.",
        "en": "{sku} keeps its price: {price} would be dearer.",
    },
    "override_beyond_authority": {
        "fr": "{sku} reste à son prix : {authority} ne va pas sous {least} pour la ligne ({reason}).",
        "en": "{sku} keeps its price: {authority} may go no lower than {least} for the line ({reason}).",
    },
    "override_below_floor": {
        "fr": "{sku} reste à son prix : pas moins de {least} pour la ligne ({rule}).",
        "en": "{sku} keeps its price: no less than {least} for the line ({rule}).",
    },
    "cash_not_rounded": {
        "fr": "En espèces, {now} sont à payer.",
        "en": "In cash {now} is to be paid.",
    },
    "tenders_short": {"fr": "Il reste {missing} à payer.", "en": "{missing} remains to be paid."},
    "tenders_over": {"fr": "{missing} de trop.", "en": "{missing} too much."},
    "id_taken": {
        "fr": "{name} est déjà enregistré, avec un autre contenu : prenez un autre identifiant.",
        "en": "{name} is recorded already, with other content: use another id.",
    },
    "reservation_unknown": {
        "fr": "Aucun point n'a été mis de côté sous ce nom : {name}.",
        "en": "No points were set aside under that name: {name}.",
    },
    "already_used": {
        "fr": "Les points mis de côté ont déjà été dépensés ({name}).",
        "en": "The points set aside have been spent before ({name}).",
    },
    "already_ended": {
        "fr": "Les points mis de côté ont déjà été libérés ({name}).",
        "en": "The points set aside have been freed before ({name}).",
    },
    "timed_out": {
        "fr": "Les points ne sont plus mis de côté : le temps est passé ({name}).",
        "en": "The points are no longer set aside: their time is over ({name}).",
    },
    "more_than_held": {
        "fr": "Il ne reste que {points} points mis de côté ({name}).",
        "en": "Only {points} points are left of those set aside ({name}).",
    },
    "one_account": {
        "fr": "C'est déjà le même compte.",
        "en": "It is one account already.",
    },
    "in_a_pool": {
        "fr": "L'un des deux partage déjà ses points avec d'autres.",
        "en": "One of the two shares points with others already.",
    },
    "not_in_a_pool": {
        "fr": "Ce membre ne partage pas ses points dans ce foyer.",
        "en": "This member does not share points in that household.",
    },
    "no_programme": {
        "fr": "Il n'y a pas de programme de fidélité.",
        "en": "There is no loyalty programme.",
    },
    "not_enough_points": {
        "fr": "Il n'y a pas assez de points : {points} peuvent être dépensés.",
        "en": "There are not enough points: {points} can be spent.",
    },
    "reward_unknown": {
        "fr": "Cette récompense n'a pas été prise : {name}.",
        "en": "This reward was not taken: {name}.",
    },
    "reward_given_back": {
        "fr": "Cette récompense a déjà été rendue ({name}).",
        "en": "This reward has been given back before ({name}).",
    },
    "reward_used": {
        "fr": "Le bon {name} a été utilisé ou repris : il ne peut plus être rendu.",
        "en": "The coupon {name} was used or taken back: it cannot be given back any more.",
    },
    "action_unknown": {
        "fr": "Le programme ne donne pas de points pour : {name}.",
        "en": "The programme gives no points for: {name}.",
    },
    "action_not_now": {
        "fr": "Le programme ne donne pas de points en ce moment pour : {name}.",
        "en": "The programme gives no points at this time for: {name}.",
    },
    "cap_reached": {
        "fr": "Le plafond de points est atteint pour : {name}.",
        "en": "No more points are given for: {name}.",
    },
    "already_joined": {"fr": "Déjà membre.", "en": "A member already."},
    "already_opened": {
        "fr": "Le solde venu de {name} a déjà été repris.",
        "en": "The balance of {name} was taken over before.",
    },
    "already_claimed": {
        "fr": "Cet achat est déjà sur un compte.",
        "en": "This purchase is on an account already.",
    },
    "not_claimable": {
        "fr": "Un achat fait sans carte ne se rattache pas après coup.",
        "en": "A purchase made without a card cannot be claimed later.",
    },
    "claimed_too_late": {
        "fr": "Le dernier jour pour rattacher cet achat était le {last_day}.",
        "en": "The last day to claim this purchase was {last_day}.",
    },
    "delivery_not_in_force": {
        "fr": "« {name} » n'est pas proposé en ce moment.",
        "en": '"{name}" is not offered at this time.',
    },
    "delivery_other_currency": {
        "fr": "« {name} » n'est pas proposé dans cette devise.",
        "en": '"{name}" is not offered in this currency.',
    },
    "delivery_not_for_buyer": {
        "fr": "« {name} » est réservé à d'autres clients.",
        "en": '"{name}" is for other customers.',
    },
    "delivery_product_excluded": {
        "fr": "« {name} » n'est pas possible pour : {products}.",
        "en": '"{name}" is not possible for: {products}.',
    },
    "delivery_no_address": {
        "fr": "Indiquez une adresse pour « {name} ».",
        "en": 'Give an address for "{name}".',
    },
    "delivery_country_not_served": {
        "fr": "« {name} » ne livre pas dans ce pays : {country}.",
        "en": '"{name}" does not deliver to this country: {country}.',
    },
    "delivery_postcode_not_served": {
        "fr": "« {name} » ne livre pas à ce code postal : {postcode}.",
        "en": '"{name}" does not deliver to this postcode: {postcode}.',
    },
    "delivery_unknown_store": {
        "fr": "« {name} » n'est pas proposé dans ce magasin : {store}.",
        "en": '"{name}" is not offered in this store: {store}.',
    },
    "delivery_not_measured": {
        "fr": "« {name} » n'est pas possible : {found}.",
        "en": '"{name}" is not possible: {found}.',
    },
    "delivery_beyond_limit": {
        "fr": "« {name} » n'est pas possible : {found}.",
        "en": '"{name}" is not possible: {found}.',
    },
    "delivery_out_of_stock": {
        "fr": "« {name} » n'est pas possible, faute de stock : {products}.",
        "en": '"{name}" is not possible, out of stock: {products}.',
    },
    "delivery_not_received": {
        "fr": "« {name} » ne passe aucun des jours où vous êtes là.",
        "en": '"{name}" does not come on any day on which you are there.',
    },
    "delivery_slot_unknown": {
        "fr": "« {name} » ne propose pas ce créneau : {slot}.",
        "en": '"{name}" does not offer this slot: {slot}.',
    },
    "delivery_slot_full": {
        "fr": "« {name} » est complet pour ce créneau : {slot}.",
        "en": '"{name}" is full for this slot: {slot}.',
    },
    "at_least": {"fr": "{found}, {bound} au moins", "en": "{found}, at least {bound}"},
    "at_most": {"fr": "{found}, {bound} au plus", "en": "{found}, at most {bound}"},
    "found_amount": {"fr": "{figure}", "en": "{figure}"},
    "found_pieces": {"fr": "nombre d'articles {figure}", "en": "number of pieces {figure}"},
    "found_weight": {"fr": "{figure}\u00a0kg", "en": "{figure}\u00a0kg"},
    "found_volume": {"fr": "{figure}\u00a0l", "en": "{figure}\u00a0l"},
    "found_length": {"fr": "côté le plus long {figure}\u00a0cm", "en": "longest side {figure}\u00a0cm"},
    "found_girth": {"fr": "longueur et tour {figure}\u00a0cm", "en": "length and girth {figure}\u00a0cm"},
    "found_age": {"fr": "{figure}\u00a0ans", "en": "{figure} years old"},
    "unknown_weight": {"fr": "poids inconnu ({products})", "en": "weight not known ({products})"},
    "unknown_volume": {"fr": "volume inconnu ({products})", "en": "volume not known ({products})"},
    "unknown_length": {"fr": "dimensions inconnues ({products})", "en": "dimensions not known ({products})"},
    "unknown_girth": {"fr": "dimensions inconnues ({products})", "en": "dimensions not known ({products})"},
    "unknown_size": {
        "fr": "hors gabarit ou gabarit inconnu ({products})",
        "en": "size not taken or not known ({products})",
    },
    "unknown_age": {
        "fr": "âge à vérifier, {bound}\u00a0ans au moins ({products})",
        "en": "age to be verified, at least {bound} ({products})",
    },
    "points_no_programme": {
        "fr": "Il n'y a pas de programme de fidélité.",
        "en": "There is no loyalty programme.",
    },
    "points_not_spendable": {
        "fr": "Les points de ce programme ne se dépensent pas.",
        "en": "This programme's points cannot be spent.",
    },
    "points_other_currency": {
        "fr": "Les points ne paient pas dans cette devise.",
        "en": "Points do not pay in this currency.",
    },
    "points_not_reserved": {
        "fr": "Aucun point n'est mis de côté sous ce nom, ou ne l'est plus.",
        "en": "No points are set aside under that name, or no longer.",
    },
    "points_not_enough_points": {
        "fr": "Il n'y a pas assez de points : au plus {most} peuvent être dépensés ici.",
        "en": "There are not enough points: at most {most} can be spent here.",
    },
    "points_below_minimum": {
        "fr": "Il faut dépenser au moins {minimum} points à la fois ; ici, au plus {most}.",
        "en": "At least {minimum} points are spent at once; here, at most {most}.",
    },
    "points_above_maximum": {
        "fr": "Il faut dépenser au plus {maximum} points à la fois ; ici, au plus {most}.",
        "en": "At most {maximum} points are spent at once; here, at most {most}.",
    },
    "points_not_a_multiple": {
        "fr": "Les points se dépensent par {step} : au plus {most} ici.",
        "en": "Points are spent in steps of {step}: at most {most} here.",
    },
    "points_above_share": {
        "fr": "Les points ne paient qu'une partie de l'achat : au plus {most} ici.",
        "en": "Points pay only a part of a purchase: at most {most} here.",
    },
    "points_below_floor": {
        "fr": "Ces prix ne peuvent baisser autant : au plus {most} points ici.",
        "en": "These prices may not fall so far: at most {most} points here.",
    },
    "reward_no_programme": {
        "fr": "Il n'y a pas de programme de fidélité.",
        "en": "There is no loyalty programme.",
    },
    "reward_unknown_reward": {
        "fr": "Cette récompense n'existe pas : {name}.",
        "en": "There is no such reward: {name}.",
    },
    "reward_not_yet": {
        "fr": "« {name} » n'est pas encore proposé.",
        "en": '"{name}" is not offered yet.',
    },
    "reward_no_longer": {
        "fr": "« {name} » n'est plus proposé.",
        "en": '"{name}" is no longer offered.',
    },
    "reward_other_tier": {
        "fr": "« {name} » est réservé à : {tiers}.",
        "en": '"{name}" is for {tiers} only.',
    },
    "reward_taken_before": {
        "fr": "« {name} » ne se prend que {at_most} fois.",
        "en": '"{name}" can be taken {at_most} times only.',
    },
    "reward_not_enough_points": {
        "fr": "Il manque {missing} points pour « {name} ».",
        "en": '{missing} points are missing for "{name}".',
    },
    "return_never_bought": {
        "fr": "Cette commande ne contient pas cet article.",
        "en": "There is no such item in this order.",
    },
    "return_other_customer": {
        "fr": "Cette commande est celle d'un autre client.",
        "en": "This is another customer's order.",
    },
    "return_more_than_bought": {
        "fr": "Il n'en a pas été acheté autant.",
        "en": "Fewer were bought.",
    },
    "return_already_returned": {
        "fr": "Déjà rendu ({by}).",
        "en": "It has come back before ({by}).",
    },
    "return_cancelled": {
        "fr": "Annulé avant d'être remis ({by}).",
        "en": "It was cancelled before it was handed over ({by}).",
    },
    "return_not_handed_over": {
        "fr": "Pas encore remis au client : à annuler, s'il y a lieu.",
        "en": "Not handed over to the customer yet: it may be cancelled.",
    },
    "return_wrong_item": {
        "fr": "Ce n'est pas l'article vendu.",
        "en": "This is not what was sold.",
    },
    "return_no_right": {
        "fr": "Aucun droit ne permet de le reprendre.",
        "en": "No right lets it come back.",
    },
    "return_right_lost": {
        "fr": "Le droit est perdu ({rule} ; {source}).",
        "en": "The right was lost ({rule}; {source}).",
    },
    "return_not_proven": {
        "fr": "Pas repris avec cette preuve d'achat ({rule}).",
        "en": "Not taken back with this proof of purchase ({rule}).",
    },
    "return_condition": {
        "fr": "Pas repris dans cet état ({rule}).",
        "en": "Not taken back in this condition ({rule}).",
    },
    "return_not_returnable": {
        "fr": "Ni repris ni échangé ({rule}).",
        "en": "Neither taken back nor exchanged ({rule}).",
    },
    "return_too_late": {
        "fr": "Le dernier jour était le {last_day} ({rule}).",
        "en": "The last day was {last_day} ({rule}).",
    },
    "return_conformity": {
        "fr": "La garantie légale de conformité n'est pas examinée ici : transmettez la demande.",
        "en": "The legal guarantee of conformity is not decided here: pass the claim on.",
    },
    "return_long_ago": {
        "fr": "Le délai est passé depuis longtemps ({rule}).",
        "en": "The time for it is long over ({rule}).",
    },
    "return_reason_not_accepted": {
        "fr": "Pas repris pour ce motif ({rule}).",
        "en": "Not taken back for this reason ({rule}).",
    },
    "reduce_never_bought": {
        "fr": "Cette commande ne contient pas cet article.",
        "en": "There is no such item in this order.",
    },
    "reduce_more_than_bought": {
        "fr": "Il n'en a pas été acheté autant.",
        "en": "Fewer were bought.",
    },
    "reduce_already_returned": {
        "fr": "Déjà rendu ({by}).",
        "en": "It has come back before ({by}).",
    },
    "reduce_already_cancelled": {
        "fr": "Déjà annulé ({by}).",
        "en": "It was cancelled before ({by}).",
    },
    "reduce_handed_over": {
        "fr": "Déjà remis au client : ce n'est plus à préparer.",
        "en": "The customer has it already: nothing is picked any more.",
    },
    "reduce_unknown_product": {
        "fr": "Le produit préparé à la place est inconnu.",
        "en": "The product that was picked in its place is not known.",
    },
    "reduce_not_by_measure": {
        "fr": "Cet article ne se vend pas dans cette mesure.",
        "en": "This item is not sold by that measure.",
    },
    "reduce_nothing_off": {
        "fr": "Il ne coûterait pas moins qu'avant.",
        "en": "It would not cost less than before.",
    },
    "reduce_more_than_paid": {
        "fr": "C'est plus que ce qui en reste payé.",
        "en": "That is more than what is left of its price.",
    },
    "cancel_never_bought": {
        "fr": "Cette commande ne contient pas cet article.",
        "en": "There is no such item in this order.",
    },
    "cancel_already_returned": {
        "fr": "Déjà rendu ({by}).",
        "en": "It has come back before ({by}).",
    },
    "cancel_already_cancelled": {
        "fr": "Déjà annulé ({by}).",
        "en": "It was cancelled before ({by}).",
    },
    "cancel_handed_over": {
        "fr": "Déjà remis au client : c'est un retour.",
        "en": "The customer has it already: it would be a return.",
    },
    "cancel_nothing_awaited": {
        "fr": "Il ne reste rien à remettre de cette commande.",
        "en": "Nothing of this order is left to be handed over.",
    },
    "cancel_not_held": {
        "fr": "Cet article n'attend pas le client dans un point de retrait.",
        "en": "This item is not held for the customer to collect.",
    },
    "cancel_still_held": {
        "fr": "Gardé pour le client jusqu'au {last_day} inclus.",
        "en": "It is held for the customer until the end of {last_day}.",
    },
    "cancel_no_late_rule": {
        "fr": "Aucune règle sur les retards de livraison n'est connue pour ce qui est attendu.",
        "en": "No rule on late delivery is known for what is awaited.",
    },
    "cancel_not_late": {
        "fr": "Pas en retard : le dernier jour est le {last_day}.",
        "en": "Not late: the last day is {last_day}.",
    },
    "cancel_no_more_time": {
        "fr": "Le dernier jour, le {last_day}, est passé, mais le client doit d'abord fixer un délai "
        "supplémentaire raisonnable, sauf date essentielle ou refus de livrer.",
        "en": "The last day, {last_day}, is over, but the customer has to give reasonable additional time "
        "first, unless the day was essential or delivery is refused.",
    },
    "cancel_time_left": {
        "fr": "Le délai supplémentaire court jusqu'au {last_day} inclus.",
        "en": "The additional time runs until the end of {last_day}.",
    },
    "late_no_rule": {
        "fr": "Aucune règle sur les retards de livraison n'est connue pour cette commande.",
        "en": "No rule on late delivery is known for this order.",
    },
    "late_by_announced": {
        "fr": "À livrer au plus tard le {by}, le jour annoncé ({source}).",
        "en": "To be delivered by {by}, the day that was announced ({source}).",
    },
    "late_by_law": {
        "fr": "À livrer au plus tard le {by}, selon la loi ({source}).",
        "en": "To be delivered by {by}, as the law says ({source}).",
    },
    "late_not_yet": {"fr": "Pas en retard.", "en": "Not late."},
    "late_one_day": {"fr": "Un jour de retard, depuis le {since}.", "en": "One day late, since {since}."},
    "late_days": {
        "fr": "{days} jours de retard, depuis le {since}.",
        "en": "{days} days late, since {since}.",
    },
    "late_no_more": {
        "fr": "Plus rien de cette commande n'est attendu.",
        "en": "Nothing of this order is awaited any more.",
    },
    "late_more_time": {
        "fr": "Le client peut fixer un délai supplémentaire raisonnable et, s'il passe sans livraison, "
        "résoudre le contrat ; tout de suite si la date était essentielle ou la livraison refusée.",
        "en": "The customer may give reasonable additional time and, if it passes without delivery, rescind "
        "the contract; at once if the day was essential or delivery is refused.",
    },
    "late_rescind_from": {
        "fr": "Le client peut résoudre le contrat à partir du {day}.",
        "en": "The customer may rescind the contract from {day} on.",
    },
    "late_refund_due": {
        "fr": "Contrat résolu le {rescinded} : {amount} à rembourser au plus tard le {due}.",
        "en": "The contract was rescinded on {rescinded}: {amount} to be refunded by {due}.",
    },
    "late_refund_soon": {
        "fr": "Contrat résolu le {rescinded} : {amount} à rembourser sans retard injustifié.",
        "en": "The contract was rescinded on {rescinded}: {amount} to be refunded without undue delay.",
    },
    "late_refund_one_day": {
        "fr": "Un jour de retard du remboursement.",
        "en": "The refund is one day late.",
    },
    "late_refund_days": {
        "fr": "{days} jours de retard du remboursement.",
        "en": "The refund is {days} days late.",
    },
    "late_refund_now": {
        "fr": "À rembourser aujourd'hui : {total}.",
        "en": "To be refunded today: {total}.",
    },
    "late_step": {
        "fr": "Du {first} au {last} : + {percent}, soit {added} de plus, {total} en tout ({source}).",
        "en": "From {first} to {last}: +{percent}, {added} more, {total} in all ({source}).",
    },
    "late_step_last": {
        "fr": "À partir du {first} : + {percent}, soit {added} de plus, {total} en tout ({source}).",
        "en": "From {first} on: +{percent}, {added} more, {total} in all ({source}).",
    },
    "late_step_legal_rate": {
        "fr": "S'y ajoutent les intérêts au taux légal, qui ne sont pas calculés ici.",
        "en": "Interest at the legal rate is due besides; it is not computed here.",
    },
    "step_acknowledge": {
        "fr": "Le vendeur confirme la rétractation sur un support durable, avec sa date et son heure",
        "en": "The seller acknowledges the withdrawal on a durable medium, with its date and time",
    },
    "step_send_back": {
        "fr": "Le client renvoie les articles, ou les rapporte",
        "en": "The customer sends the goods back, or brings them",
    },
    "step_refund": {"fr": "Le vendeur rembourse", "en": "The seller pays the refund"},
    "step_owed": {
        "fr": "Ce qui a été payé pour l'article échangé et jamais rendu reste dû",
        "en": "What was paid for the item that was exchanged and never came back is owed",
    },
    "step_pay_elsewhere": {
        "fr": "Le vendeur rembourse ailleurs ce que ce magasin ne peut pas payer",
        "en": "The seller pays elsewhere what this store cannot pay out",
    },
    "step_claim": {
        "fr": "Le vendeur examine la demande au titre de la garantie légale de conformité",
        "en": "The seller deals with the claim under the legal guarantee of conformity",
    },
    "step_decide": {
        "fr": "Le vendeur accepte ce qui est demandé, ou le refuse par écrit",
        "en": "The seller agrees to what is asked, or refuses it in writing",
    },
    "step_choose": {
        "fr": "Le client choisit : une réduction du prix, ou le remboursement",
        "en": "The customer chooses: a lower price, or the money back",
    },
    "step_hand_in": {
        "fr": "Le client remet les articles à réparer, ou les envoie",
        "en": "The customer hands in the goods to be repaired, or sends them",
    },
    "step_repair": {"fr": "Le vendeur répare les articles", "en": "The seller repairs the goods"},
    "step_replace": {"fr": "Le vendeur remplace les articles", "en": "The seller replaces the goods"},
    "step_rescind": {
        "fr": "Le vendeur reprend les articles et les rembourse",
        "en": "The seller takes the goods back and refunds them",
    },
    "step_reduce": {
        "fr": "Le vendeur réduit le prix des articles",
        "en": "The seller reduces the price of the goods",
    },
    "step_inform": {
        "fr": "Le vendeur prévient le client que les articles sont prêts",
        "en": "The seller tells the customer that the goods are ready",
    },
    "step_collect": {"fr": "Le client vient chercher ses articles", "en": "The customer collects the goods"},
    "step_hand_back": {
        "fr": "Le vendeur rend les articles au client",
        "en": "The seller gives the goods back to the customer",
    },
    "step_loan_back": {
        "fr": "Le client rapporte ce qui lui a été prêté",
        "en": "The customer brings back what was lent",
    },
    "step_repay": {
        "fr": "Le vendeur rembourse les frais avancés par le client",
        "en": "The seller repays the costs that the customer advanced",
    },
    "step_late": {
        "fr": "sans attendre : c'était à faire au plus tard le {day}",
        "en": "at once: it was due by {day}",
    },
    "step_by": {"fr": "au plus tard le {day}", "en": "by {day}"},
    "remedy_repair": {"fr": "Réparation", "en": "Repair"},
    "remedy_replacement": {"fr": "Remplacement", "en": "Replacement"},
    "remedy_reduction": {"fr": "Réduction du prix", "en": "Price reduction"},
    "remedy_rescission": {"fr": "Résolution du contrat", "en": "Rescission of the contract"},
    "remedy_open": {"fr": "{remedy} : {why} ({by}).", "en": "{remedy}: {why} ({by})."},
    "remedy_open_free": {
        "fr": "{remedy}, sans frais pour le client : {why} ({by}).",
        "en": "{remedy}, at no cost to the customer: {why} ({by}).",
    },
    "remedy_until": {"fr": "jusqu'au {day} inclus", "en": "until the end of {day}"},
    "remedy_why_chosen": {"fr": "au choix du client", "en": "as the customer chooses"},
    "remedy_why_refused": {
        "fr": "la mise en conformité a été refusée",
        "en": "putting the goods right was refused",
    },
    "remedy_why_not_in_time": {
        "fr": "la mise en conformité n'a pas eu lieu à temps",
        "en": "the goods were not put right in time",
    },
    "remedy_why_failed": {"fr": "la mise en conformité a échoué", "en": "putting the goods right has failed"},
    "remedy_why_major": {"fr": "le défaut est grave", "en": "the fault is serious"},
    "remedy_why_short_term": {"fr": "l'article peut être refusé", "en": "the goods may be rejected"},
    "remedy_why_policy": {"fr": "promis par le vendeur", "en": "promised by the merchant"},
    "remedy_not_guarantee_over": {
        "fr": "{remedy} : plus de garantie sur cet article.",
        "en": "{remedy}: no guarantee on these goods any more.",
    },
    "remedy_not_guarantee_over_day": {
        "fr": "{remedy} : la garantie s'est terminée le {day}.",
        "en": "{remedy}: the guarantee ended on {day}.",
    },
    "remedy_not_refused": {
        "fr": "{remedy} : refusé par écrit (« {said} »).",
        "en": "{remedy}: refused in writing (“{said}”).",
    },
    "remedy_not_first_the_goods": {
        "fr": "{remedy} : l'article est d'abord mis en conformité.",
        "en": "{remedy}: the goods are put right first.",
    },
    "remedy_not_first_the_goods_day": {
        "fr": "{remedy} : l'article est d'abord mis en conformité ; possible à partir du {day}.",
        "en": "{remedy}: the goods are put right first; possible from {day}.",
    },
    "remedy_not_minor": {"fr": "{remedy} : le défaut est mineur.", "en": "{remedy}: the fault is minor."},
    "remedy_not_not_for_missing": {
        "fr": "{remedy} : l'article n'est pas là.",
        "en": "{remedy}: the goods are not there.",
    },
    "remedy_not_rejected": {
        "fr": "{remedy} : la demande a été refusée par écrit (« {said} ») ; le client peut le contester.",
        "en": "{remedy}: the claim was refused in writing (“{said}”); the customer may dispute it.",
    },
    "remedy_not_settled": {
        "fr": "{remedy} : cette demande est close ; si le défaut persiste, dites-le.",
        "en": "{remedy}: this claim is over; if the fault is there again, say so.",
    },
    "remedy_not_not_transferred": {
        "fr": "{remedy} : la garantie est réservée au premier propriétaire.",
        "en": "{remedy}: the guarantee is the first owner's alone.",
    },
    "remedy_not_no_rule": {
        "fr": "{remedy} : aucune règle connue ici ; rien n'est affirmé.",
        "en": "{remedy}: no rule is known here; nothing is said for certain.",
    },
    "claim_available": {"fr": "Possible : {remedies}.", "en": "What may be asked for: {remedies}."},
    "claim_never_bought": {
        "fr": "Cette commande ne contient pas cet article.",
        "en": "There is no such item in this order.",
    },
    "claim_already_returned": {"fr": "Déjà rendu ({by}).", "en": "It has come back before ({by})."},
    "claim_already_cancelled": {"fr": "Déjà annulé ({by}).", "en": "It was cancelled before ({by})."},
    "claim_not_handed_over": {
        "fr": "Le client n'a pas encore cet article ; s'il devrait l'avoir, il est manquant.",
        "en": "The customer does not have it yet; if they should, it is missing.",
    },
    "claim_nothing_left": {
        "fr": "Il ne reste rien de cette commande.",
        "en": "Nothing is left of this order.",
    },
    "claim_several_owners": {
        "fr": "Ces articles ne sont pas tous à la même personne : nommez ceux d'un seul propriétaire.",
        "en": "They are not all one person's: name the pieces of one owner.",
    },
    "claim_claim_open": {
        "fr": "Une demande est déjà ouverte sur cet article : poursuivez {claim}.",
        "en": "There is an open claim about it: go on with {claim}.",
    },
    "claim_unknown_claim": {
        "fr": "Aucune demande de ce nom sur cette commande : {claim}.",
        "en": "There is no such claim about this order: {claim}.",
    },
    "claim_claim_rejected": {
        "fr": "La demande {claim} a été refusée.",
        "en": "The claim {claim} was refused.",
    },
    "claim_claim_over": {
        "fr": "La demande {claim} est close ; si le défaut persiste, dites-le.",
        "en": "The claim {claim} is over; if the fault is there again, say so.",
    },
    "claim_nothing_there": {
        "fr": "Un article manquant ne peut être ni remis ni réparé.",
        "en": "Goods that are missing are neither handed in nor repaired.",
    },
    "claim_not_handed_in": {
        "fr": "Cet article n'a pas été remis ({claim}).",
        "en": "These goods were not handed in ({claim}).",
    },
    "claim_no_loan": {"fr": "Rien n'est prêté ({claim}).", "en": "Nothing is lent ({claim})."},
    "claim_no_talks": {
        "fr": "Aucune négociation en cours ({claim}).",
        "en": "No talks are going on ({claim}).",
    },
    "claim_more_than_advanced": {
        "fr": "C'est plus que ce que le client a avancé ({claim}).",
        "en": "It is more than the customer advanced ({claim}).",
    },
    "after_sales_good": {"fr": "{quantity} × {name}", "en": "{quantity} × {name}"},
    "guarantee_statutory": {"fr": "Garantie légale", "en": "Legal guarantee"},
    "guarantee_commercial": {"fr": "Garantie commerciale", "en": "Commercial guarantee"},
    "guarantee_none": {
        "fr": "Aucune garantie connue ici ; rien n'est affirmé.",
        "en": "No guarantee is known here; nothing is said for certain.",
    },
    "guarantee_gone": {
        "fr": "{name} : l'article n'est plus au client ({by}).",
        "en": "{name}: the goods are the customer's no longer ({by}).",
    },
    "guarantee_not_transferred": {
        "fr": "{name} : réservée au premier propriétaire ({by}).",
        "en": "{name}: the first owner's alone ({by}).",
    },
    "guarantee_not_started": {
        "fr": "{name} : pas encore commencée ({by}).",
        "en": "{name}: not begun yet ({by}).",
    },
    "guarantee_no_end": {
        "fr": "{name} : la loi n'en fixe pas la fin ici ({by}).",
        "en": "{name}: the law names no end here ({by}).",
    },
    "guarantee_suspended": {
        "fr": "{name} : suspendue, pas avant le {day} ({by}).",
        "en": "{name}: suspended, not before {day} ({by}).",
    },
    "guarantee_running": {
        "fr": "{name} : jusqu'au {day} inclus ({by}).",
        "en": "{name}: until the end of {day} ({by}).",
    },
    "guarantee_notice": {
        "fr": "{goods} : garantie légale de conformité, {period} à compter de la remise ({by}).",
        "en": "{goods}: legal guarantee of conformity, {period} from the handover on ({by}).",
    },
    "guarantee_over": {"fr": "{name} : terminée le {day} ({by}).", "en": "{name}: ended on {day} ({by})."},
    "proves_seller": {
        "fr": "Au vendeur de prouver que le défaut n'existait pas à la remise.",
        "en": "The seller proves that the fault was not there at the hand-over.",
    },
    "proves_buyer": {
        "fr": "Au client de prouver que le défaut existait à la remise.",
        "en": "The customer proves that the fault was there at the hand-over.",
    },
    "problem_faulty": {"fr": "défaut", "en": "fault"},
    "problem_missing": {"fr": "article manquant", "en": "missing"},
    "problem_wrong": {"fr": "autre article", "en": "other goods"},
    "problem_damaged": {"fr": "article abîmé", "en": "damaged"},
    "claim_headline": {"fr": "Demande {id} ({problem}) : {state}", "en": "Claim {id} ({problem}): {state}"},
    "claim_state_open": {"fr": "ouverte", "en": "open"},
    "claim_state_agreed": {"fr": "accordée : {remedy}", "en": "agreed: {remedy}"},
    "claim_state_rejected": {"fr": "refusée", "en": "refused"},
    "claim_state_settled": {"fr": "réglée : {remedy}", "en": "settled: {remedy}"},
    "claim_state_closed": {"fr": "close", "en": "closed"},
    "holder_customer": {"fr": "L'article est chez le client.", "en": "The customer has the goods."},
    "holder_store": {
        "fr": "L'article est en magasin ({place}).",
        "en": "The goods are at the store ({place}).",
    },
    "holder_repairer": {
        "fr": "L'article est en réparation ({place}).",
        "en": "The goods are being repaired ({place}).",
    },
    "holder_seller": {"fr": "L'article est revenu au vendeur.", "en": "The goods are back with the seller."},
    "holder_nobody": {"fr": "L'article manque.", "en": "The goods are missing."},
    "claim_conform_by": {
        "fr": "Mise en conformité au plus tard le {day} ({source}).",
        "en": "To be put right by {day} ({source}).",
    },
    "claim_late": {
        "fr": "Mise en conformité due le {day}, en retard de {days} j ({source}).",
        "en": "To be put right by {day}, {days} days late ({source}).",
    },
    "claim_loan": {"fr": "Prêté entre-temps : {sku}.", "en": "Lent meanwhile: {sku}."},
    "return_claim": {
        "fr": "Cet article n'est pas l'objet de la demande {claim}.",
        "en": "These goods are not those of the claim {claim}.",
    },
    "reduce_later_owner": {
        "fr": "Cet article a changé de propriétaire : son prix avait été convenu avec l'acheteur.",
        "en": "These goods are a later owner's: the price was agreed with the buyer.",
    },
    "reduce_claim": {
        "fr": "Cet article n'est pas l'objet de la demande {claim}.",
        "en": "These goods are not those of the claim {claim}.",
    },
    "unproven_no_rule": {
        "fr": "Sans preuve d'achat, rien n'est repris.",
        "en": "Without a proof of the purchase, nothing is taken back.",
    },
    "unproven_unknown_product": {
        "fr": "Article inconnu : {sku}.",
        "en": "No such product: {sku}.",
    },
    "unproven_not_covered": {
        "fr": "Sans preuve d'achat, cet article n'est pas repris : {sku}.",
        "en": "Without a proof of the purchase, this good is not taken back: {sku}.",
    },
    "unproven_no_price": {
        "fr": "Cet article n'était pas en vente ces derniers temps : {sku}.",
        "en": "This good was not on sale lately: {sku}.",
    },
    "unproven_ceiling_reached": {
        "fr": "Le plafond des retours sans preuve d'achat est atteint pour cette personne.",
        "en": "This person has reached the ceiling of returns without a proof of the purchase.",
    },
    "unproven_conformity": {
        "fr": "Pour la garantie légale de conformité, l'achat se prouve par tout moyen.",
        "en": "For the legal guarantee of conformity, the purchase may be proven by any means.",
    },
    "unproven_good": {
        "fr": "{quantity} × {sku}, au prix le plus bas des {days} derniers jours, {lowest} : {credited}.",
        "en": "{quantity} × {sku}, at the lowest price of the last {days} days, {lowest}: {credited}.",
    },
    "unproven_credited": {
        "fr": "Avoir : {credited}.",
        "en": "Credit: {credited}.",
    },
    "declare_never_bought": {
        "fr": "Cette commande ne contient pas cet article.",
        "en": "There is no such item in this order.",
    },
    "declare_already_returned": {
        "fr": "Déjà rendu ({by}).",
        "en": "It has come back before ({by}).",
    },
    "declare_already_cancelled": {
        "fr": "Déjà annulé ({by}).",
        "en": "It was cancelled before ({by}).",
    },
    "declare_nothing_left": {
        "fr": "Il ne reste rien de cette commande.",
        "en": "Nothing is left of this order.",
    },
    "function_no_rule": {
        "fr": "Fonction de rétractation en ligne : aucune règle connue ici ; rien n'est affirmé.",
        "en": "Online withdrawal function: no rule is known here; nothing is said for certain.",
    },
    "function_contract": {
        "fr": "Pas de fonction de rétractation en ligne : le contrat n'a pas été conclu à distance.",
        "en": "No online withdrawal function: the contract was not concluded at a distance.",
    },
    "function_no_right": {
        "fr": "Pas de fonction de rétractation en ligne : aucun droit de rétractation n'est ouvert.",
        "en": "No online withdrawal function: no right to withdraw is alive.",
    },
    "function_declared": {
        "fr": "Pas de fonction de rétractation en ligne : tout est déjà déclaré.",
        "en": "No online withdrawal function: all of it was declared before.",
    },
    "function_wanted": {
        "fr": "Fonction de rétractation en ligne due : « {statement} », puis « {confirm} » ({source}).",
        "en": "Online withdrawal function due: “{statement}”, then “{confirm}” ({source}).",
    },
    "function_good": {
        "fr": "  {quantity} × {name} : le délai n'a pas commencé",
        "en": "  {quantity} × {name}: the period has not begun",
    },
    "function_good_until": {
        "fr": "  {quantity} × {name} : jusqu'au {last_day} inclus",
        "en": "  {quantity} × {name}: until the end of {last_day}",
    },
    "acknowledged": {
        "fr": "Votre rétractation de la commande {order} a été reçue le {day}, {clock} (n° {id}).",
        "en": "Your withdrawal from order {order} was received on {day}, {clock} (no. {id}).",
    },
    "acknowledged_statement": {
        "fr": "Votre déclaration : « {statement} »",
        "en": "Your statement: “{statement}”",
    },
    "acknowledged_in_time": {
        "fr": "  {quantity} × {name} : dans le délai, qui n'a pas commencé",
        "en": "  {quantity} × {name}: in time, the period has not begun",
    },
    "acknowledged_in_time_until": {
        "fr": "  {quantity} × {name} : dans le délai, ouvert jusqu'au {last_day} inclus",
        "en": "  {quantity} × {name}: in time, until the end of {last_day}",
    },
    "acknowledged_too_late": {
        "fr": "  {quantity} × {name} : hors délai",
        "en": "  {quantity} × {name}: too late",
    },
    "acknowledged_too_late_until": {
        "fr": "  {quantity} × {name} : hors délai, le dernier jour était le {last_day}",
        "en": "  {quantity} × {name}: too late, the last day was {last_day}",
    },
    "acknowledged_lost": {
        "fr": "  {quantity} × {name} : le droit de rétractation est éteint",
        "en": "  {quantity} × {name}: the right to withdraw was lost",
    },
    "acknowledged_no_right": {
        "fr": "  {quantity} × {name} : aucun droit de rétractation connu ici",
        "en": "  {quantity} × {name}: no right to withdraw is known here",
    },
    "gift_back": {"fr": "{quantity} × {name} : repris.", "en": "{quantity} × {name}: taken back."},
    "gift_back_until": {
        "fr": "{quantity} × {name} : repris jusqu'au {last_day}.",
        "en": "{quantity} × {name}: taken back until {last_day}.",
    },
    "gift_refused": {"fr": "{what} : non repris. {why}", "en": "{what}: not taken back. {why}"},
    "gift_credit": {"fr": "Un avoir vous est remis.", "en": "You are given credit for it."},
    "exchange_nothing_to_swap": {
        "fr": "Rien à échanger : tous les articles donnés doivent pouvoir être repris.",
        "en": "Nothing to swap: all goods given must be such as may come back.",
    },
    "exchange_not_exchangeable": {
        "fr": "Cet article ne s'échange pas : {sku}.",
        "en": "This good is not exchanged: {sku}.",
    },
    "exchange_unknown_product": {
        "fr": "Article inconnu : {sku}.",
        "en": "No such product: {sku}.",
    },
    "exchange_quantities_differ": {
        "fr": "Prenez autant d'articles que vous en rendez.",
        "en": "Take as many items as are given back.",
    },
    "exchange_other_model": {
        "fr": "Ce n'est pas une variante de l'article rendu : {sku}.",
        "en": "It is not a variant of the item given back: {sku}.",
    },
    "exchange_no_difference": {
        "fr": "Cet article ne s'échange pas contre un autre avec un complément : {sku}.",
        "en": "This good is not exchanged for another with the difference paid: {sku}.",
    },
    "owed_back": {
        "fr": "L'article échangé est à rendre au plus tard le {day}.",
        "en": "The item that was exchanged is to be given back by {day}.",
    },
    "owed_back_over": {
        "fr": "L'article échangé devait être rendu au plus tard le {day} : {amount} peuvent être demandés.",
        "en": "The item that was exchanged was to be given back by {day}: {amount} may be charged.",
    },
    "exchange_several_policies": {
        "fr": "Ces articles s'échangent à des conditions différentes : échangez-les séparément.",
        "en": "These goods are exchanged on different terms: exchange them one by one.",
    },
    "exchange_still_owed": {
        "fr": "Rendez d'abord ce qui a été échangé contre cet article : {sku}.",
        "en": "Give back first what this item was taken for: {sku}.",
    },
    "exchange_claim_open": {
        "fr": "Une réclamation est ouverte pour cet article ({claim}) : {sku}. Remplacez-le à ce titre, ou "
        "clôturez-la.",
        "en": "There is an open claim about this item ({claim}): {sku}. Replace it for that, or close it.",
    },
    "exchange_out_of_stock": {
        "fr": "Cet article n'est pas disponible dans ce magasin : {sku}.",
        "en": "This item is not available in this store: {sku}.",
    },
    "exchange_not_in_advance": {
        "fr": "Cet article se rend au moment de l'échange : {sku}.",
        "en": "This item is given back when it is exchanged: {sku}.",
    },
    "exchange_back_too_late": {
        "fr": "L'article échangé ({sku}) doit être rendu au plus tard le {day}.",
        "en": "The item that is exchanged ({sku}) must be given back by {day}.",
    },
    "not_on_a_ticket": {
        "fr": "Ce prix vaut pour un échange : il faut rendre, avec cet achat, ce qui est échangé.",
        "en": "This price is that of an exchange: what is exchanged is given back with this purchase.",
    },
    "liability_until": {
        "fr": "{points} {type}{funder} jusqu'au {day}",
        "en": "{points} {type}{funder} until {day}",
    },
    "liability_ever": {"fr": "{points} {type}{funder} sans fin", "en": "{points} {type}{funder} without end"},
    "liability_owed": {
        "fr": "{points} {type} dus par des membres",
        "en": "{points} {type} owed by members",
    },
    "liability_none": {"fr": "Aucun point.", "en": "No points."},
    "change_none": {"fr": "Rien n'a changé.", "en": "Nothing has changed."},
    "change_because": {"fr": ", à cause de {facts}", "en": ", because of {facts}"},
    "change_award": {
        "fr": "{source} ({rule}) rapporte {after} points au lieu de {before}",
        "en": "{source} ({rule}) gives {after} points instead of {before}",
    },
    "change_cut": {
        "fr": "le plafond {cap} en retient {after} au lieu de {before}",
        "en": "the cap {cap} cuts off {after} instead of {before}",
    },
    "change_drawn": {
        "fr": "{source} prend ses points ainsi : {after} (avant : {before})",
        "en": "{source} draws its points so: {after} (before: {before})",
    },
    "drawn_of": {"fr": "{points} de {source}", "en": "{points} of {source}"},
    "drawn_owed": {"fr": "{points} dus", "en": "{points} owed"},
    "drawn_none": {"fr": "aucun", "en": "none"},
    "change_tier": {"fr": "Niveau {after}, au lieu de {before}", "en": "Tier {after}, instead of {before}"},
    "tier_none": {"fr": "aucun", "en": "none"},
    "tier_by_spent": {"fr": "{tier} ({measured} d'achats)", "en": "{tier} ({measured} spent)"},
    "tier_by_points": {"fr": "{tier} ({measured} points)", "en": "{tier} ({measured} points)"},
    "tier_by_purchases": {"fr": "{tier} ({measured} achats)", "en": "{tier} ({measured} purchases)"},
    "change_conflict": {
        "fr": "À vérifier : {fact} ({conflict})",
        "en": "To be looked at: {fact} ({conflict})",
    },
    "change_conflict_gone": {
        "fr": "N'est plus à vérifier : {fact} ({conflict})",
        "en": "No longer to be looked at: {fact} ({conflict})",
    },
    "total_available": {
        "fr": "Points disponibles : {after} au lieu de {before}",
        "en": "Points available: {after} instead of {before}",
    },
    "total_pending": {
        "fr": "Points en attente : {after} au lieu de {before}",
        "en": "Points pending: {after} instead of {before}",
    },
    "total_held": {
        "fr": "Points réservés : {after} au lieu de {before}",
        "en": "Points set aside: {after} instead of {before}",
    },
    "total_debt": {
        "fr": "Points dus : {after} au lieu de {before}",
        "en": "Points owed: {after} instead of {before}",
    },
    "total_earned": {
        "fr": "Points gagnés par des achats : {after} au lieu de {before}",
        "en": "Points earned by purchases: {after} instead of {before}",
    },
    "total_granted": {
        "fr": "Points accordés : {after} au lieu de {before}",
        "en": "Points granted: {after} instead of {before}",
    },
    "total_redeemed": {
        "fr": "Points dépensés : {after} au lieu de {before}",
        "en": "Points spent: {after} instead of {before}",
    },
    "total_expired": {
        "fr": "Points expirés : {after} au lieu de {before}",
        "en": "Points expired: {after} instead of {before}",
    },
    "total_clawed_back": {
        "fr": "Points repris avec des retours : {after} au lieu de {before}",
        "en": "Points taken back with returns: {after} instead of {before}",
    },
    "total_forgiven": {
        "fr": "Points abandonnés : {after} au lieu de {before}",
        "en": "Points forgiven: {after} instead of {before}",
    },
    "total_settled": {
        "fr": "Points réglés autrement : {after} au lieu de {before}",
        "en": "Points settled otherwise: {after} instead of {before}",
    },
    "total_taken_off": {
        "fr": "Points retirés : {after} au lieu de {before}",
        "en": "Points taken off: {after} instead of {before}",
    },
    "total_transferred_in": {
        "fr": "Points reçus d'un autre membre : {after} au lieu de {before}",
        "en": "Points passed on by another member: {after} instead of {before}",
    },
    "total_transferred_out": {
        "fr": "Points cédés à un autre membre : {after} au lieu de {before}",
        "en": "Points passed on to another member: {after} instead of {before}",
    },
}


def say(code: str, language: Language, **values: str) -> str:
    """The sentence of that code, with its values filled in."""
    return _MESSAGES[code][language.code].format(**values)
