"""Everybody's points one by one: a plain second opinion on lots, spendings, debts and what comes back.

Every single point is an object; what happened to it stands on it, and no total is kept anywhere. At each
instant at which something happens, whatever can end, lapse or open is looked for among all that there is;
then the facts of that instant happen, one after the other. Slow, and without any shortcut.

What becomes available at one instant does so together, before the facts of that instant; but where one of
these facts is why (the last piece came back), after it. A debt is as old as the moment since which it is
owed.

Source: laws L1 to L6 and LO, in the words of ``comptoir.loyalty.account``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from comptoir.facts.conflicts import (
    Conflict,
    MoreThanReserved,
    NoSuchReservation,
    NoSuchReward,
    NotClaimed,
    NotMerged,
    NotPooled,
    Overspent,
    ReservationOver,
    ReservationState,
)
from comptoir.facts.events import FACT_TYPES, Cancelled, Exchanged, Fact, HandedOver, OrderPlaced, Returned
from comptoir.facts.held import Held, Refunded, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    GrantKind,
    MemberJoined,
    PointsGranted,
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    Reserving,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import DRAW_ORDER, POINTS, Accrual, CapPer, DrawBy, Redemption, Shortfall
from comptoir.testing.oracles.deadlines import closes, counted, day_shown, ends
from comptoir.testing.oracles.point_lives import Claim, Given, Hold, Lot, Place, Point
from comptoir.testing.oracles.point_members import Members
from comptoir.testing.oracles.point_shares import all_pieces, pieces_back, restored, taken
from comptoir.testing.oracles.point_tallies import Tally, tally_of
from comptoir.values.almanac import Almanac
from comptoir.values.instants import EARLIEST, LATEST, Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period

Draw = tuple[DrawBy, ...]


class Purses:
    """The points of all members that a history knows, followed from instant to instant; ask in rising order.

    ``instants`` are those at which something happened so far.
    """

    def __init__(self, history: History, almanac: Almanac) -> None:
        self._history = history
        self._almanac = almanac
        self._held = holdings_of(history, Moment(LATEST)).orders
        told = (each for each in history.facts if isinstance(each, Returned | Cancelled))
        self._told = {(each.order, isinstance(each, Cancelled), each.id): each for each in told}
        self._facts = sorted(self._happening(), key=lambda each: each[:3])
        self._now = Instant(-1)
        self._members = Members()
        self._owners: dict[str, str] = {}
        self._lots: list[Lot] = []
        self._claims: list[Claim] = []
        self._holds: list[Hold] = []
        self._spendings: dict[tuple[type, str], Claim] = {}
        self._given_back: set[str] = set()
        self._awards: list[tuple[str, str, object, int]] = []
        self._activities: dict[str, tuple[str, Instant]] = {}
        self._back: dict[str, list[Refunded]] = {}
        self._debts = 0
        self._conflicts: list[tuple[str, Conflict]] = []
        self._days: dict[tuple[object, ...], Instant] = {}
        self.instants: list[Instant] = []

    def at(self, at: Instant) -> Purses:
        """The same, at an instant."""
        while (when := self._next()) <= at:
            self._now = when
            self.instants.append(when)
            self._pass()
        return self

    def types(self, member: str) -> set[str]:
        """The types of points that a member has, had or owes."""
        own = self._members.account(member)
        given = {lot.type for lot in self._lots if lot.member in own}
        return given | {claim.type for claim in self._claims if claim.member in own}

    def orders(self, member: str) -> list[str]:
        """The orders that a member has placed or claimed, by their ids."""
        own = self._members.account(member)
        return [order for order, owner in self._owners.items() if owner in own]

    def conflicts(self, member: str) -> frozenset[Conflict]:
        """What did not fit in the facts about a member's points."""
        own = self._members.account(member)
        return frozenset(conflict for who, conflict in self._conflicts if who in own)

    def tally(self, member: str, type: str = POINTS) -> Tally:
        """What a member's points of a type come to."""
        own, together = self._members.account(member), self._members.together(member)
        return tally_of(
            sorted(
                (lot for lot in self._lots if lot.member in own and lot.type == type),
                key=self._turn(DRAW_ORDER),
            ),
            [each for each in self._claims if each.member in own and each.type == type],
            [each for each in self._holds if each.claim.member in own and each.claim.type == type],
            pooled=None if together == own else sum(len(lot.free) for lot in self._live(together, type)),
            end=self._end,
        )

    def left(self) -> Counter[tuple[str, str | None, Instant | None, Place]]:
        """The points of everybody that can still be used: by type, funder, end, and where they are.

        Those that are held though their lot is over end at the earliest instant.
        """
        return Counter(
            (lot.type, lot.funder, EARLIEST if lot.is_over else self._end(lot), point.place)
            for lot in self._lots
            for point in lot.points
            if point.place in {Place.PENDING, Place.AVAILABLE, Place.HELD}
        )

    # what happens when

    def _happening(self) -> Iterator[tuple[Instant, int, str, Fact, Refunded | None]]:
        """The facts about points, each at the instant from which it counts; and the returns that count."""
        for fact in self._history.facts:
            at: Instant = fact.at
            if isinstance(fact, HandedOver | Exchanged | Returned | Cancelled):
                continue
            if isinstance(fact, PurchaseClaimed):
                if fact.order not in self._held:
                    continue
                at = max(at, self._held[fact.order].order.placed_at)
            yield at, FACT_TYPES.index(type(fact)), fact.id, fact, None
        for held in self._held.values():
            for back in held.refunds:
                fact = self._told[held.order.id, back.cancelled, back.fact]
                yield back.at, FACT_TYPES.index(type(fact)), back.fact, fact, back

    def _next(self) -> Instant:
        """The next instant at which something happens."""
        ahead = [
            *(each[0] for each in self._facts[:1]),
            *(until for lot in self._lots if not lot.is_over and (until := self._end(lot)) is not None),
            *(
                since
                for lot in self._lots
                if not (lot.is_open or lot.is_over) and (since := self._since(lot, self._now)) is not None
            ),
            *(hold.fact.until for hold in self._holds if hold.ended is None),
            *(each.at for each in self._history.facts if each.at > self._now),
        ]
        return min(ahead, default=Instant(LATEST + 1))

    def _pass(self) -> None:
        """All that happens at an instant: what ends, what times out, what opens, and the facts."""
        self._end_all()
        for hold in sorted(self._holds, key=lambda each: (each.fact.until, each.fact.id)):
            if hold.ended is None and hold.fact.until <= self._now:
                self._release(hold, ReservationState.TIMED_OUT)
        self._repay()
        for lot in self._lots:
            self._open(lot)
        self._repay()
        while self._facts and self._facts[0][0] <= self._now:
            _, _, _, fact, back = self._facts.pop(0)
            self._happen(fact, back)
            for lot in self._lots:
                self._open(lot)
            self._end_all()
            self._repay()

    def _end_all(self) -> None:
        for lot in self._lots:
            until = self._end(lot)
            lot.is_over = lot.is_over or (until is not None and until <= self._now)

    def _open(self, lot: Lot) -> None:
        since = None if lot.is_open or lot.is_over else self._since(lot, self._now)
        if since is not None and since <= self._now:
            lot.is_open, lot.since = True, since

    def _since(self, lot: Lot, known: Instant) -> Instant | None:
        """From when a lot can be spent, by what is known; ``None`` while goods may come back for ever."""
        if lot.waits is None:
            return lot.since
        held = holdings_of(self._history, Moment(known)).orders[lot.waits.id]
        earning = () if lot.clawed_by is None else lot.clawed_by.lines
        safe = [self._safe(held, run) for run in held.runs if run.units.number in earning]
        known_ends = [each for each in safe if each is not None]
        return max([lot.born, *known_ends]) if len(known_ends) == len(safe) else None

    def _safe(self, held: Held, run: Run) -> Instant | None:
        """From when some pieces cannot come back any more, or have come back."""
        rights = [each for each in held.order.returns if run.units.number in each.lines and each.period]
        found = [ends(each, held, run, self._almanac) for each in rights]
        closed = [each[1] for each in found if each is not None]
        over = max([held.order.placed_at, *closed]) if len(closed) == len(found) else None
        gone = run.cancelled if run.returned is None else run.returned
        if gone is None or (gone == self._now and held.order.id in self._to_come_back()):
            return over
        return min(gone, over or LATEST)

    def _to_come_back(self) -> set[str]:
        """The orders of which something comes back at this instant, but has not yet."""
        return {
            fact.order
            for at, _, _, fact, _ in self._facts
            if at == self._now and isinstance(fact, Returned | Cancelled)
        }

    def _end(self, lot: Lot) -> Instant | None:
        """When a lot's life is over, if nothing else happens."""
        if lot.idle is None:
            return lot.until
        own = self._members.account(lot.member)
        last = max([lot.born, *(at for who, at in self._activities.values() if who in own)])
        idle = self._end_of_day(lot.zone, lot.idle, last)
        return idle if lot.until is None else min(idle, lot.until)

    def _end_of_day(self, zone: str, period: Period, since: Instant) -> Instant:
        """The end of the day to which a period counts from the local day of an instant."""
        table = self._almanac.zone(zone)
        key = (zone, period, day_shown(table, since))
        if key not in self._days:
            self._days[key] = closes(counted(period, key[2]), table)
        return self._days[key]

    # how points move

    def _turn(self, draw: Draw) -> Callable[[Lot], tuple[object, ...]]:
        return lambda lot: lot.turn(draw, self._end(lot))

    def _live(self, members: Iterable[str], type_: str) -> list[Lot]:
        among = set(members)
        return [
            lot
            for lot in self._lots
            if lot.member in among and lot.type == type_ and lot.is_open and not lot.is_over
        ]

    def _take(self, claim: Claim, points: int, whose: Iterable[str], draw: Draw) -> int:
        """Take points one by one of the lots of these members, whose turn it is; how many are short."""
        lots = sorted(self._live(whose, claim.type), key=self._turn(draw))
        turn = [point for lot in lots for point in lot.free][:points]
        for point in turn:
            point.by = claim
            claim.takes.append(point)
        return points - len(turn)

    def _owe(self, claim: Claim, points: int) -> None:
        if points and not claim.owed:
            self._debts += 1
            claim.since = self._debts
        claim.takes += [None] * points

    def _repay(self) -> None:
        """What is owed, the oldest first, is taken from whatever its owner has, as a late draw."""
        for claim in sorted(self._claims, key=lambda each: each.since):
            owed = claim.owed
            claim.takes = list(claim.points)
            self._take_or_go_on_owing(claim, owed)

    def _take_or_go_on_owing(self, claim: Claim, owed: int) -> None:
        short = self._take(claim, owed, self._members.account(claim.member), DRAW_ORDER)
        claim.takes += [None] * short

    def _claim(self, puts: Place, member: str, type_: str, source: str) -> Claim:
        claim = Claim(puts, member, type_, source)
        self._claims.append(claim)
        return claim

    def _spend(
        self, fact: Fact, claim: Claim, points: int, draw: Draw, whose: Iterable[str] | None = None
    ) -> None:
        """What there is of all who spend together, or of these; the rest is owed by who spends."""
        among = self._members.together(claim.member) if whose is None else whose
        if short := self._take(claim, points, among, draw):
            self._owe(claim, short)
            self._conflict(claim.member, Overspent(fact.id, short))

    def _spend_reserved(self, fact: Fact, claim: Claim, points: int, reservation: str, draw: Draw) -> None:
        """What is left of a reservation, in the order in which it was set aside; the rest as any spending."""
        hold = self._hold(claim.member, reservation, claim.type)
        left = 0
        if hold is None:
            self._conflict(claim.member, NoSuchReservation(fact.id, reservation))
        elif hold.ended is not None:
            self._conflict(claim.member, ReservationOver(fact.id, reservation, hold.ended))
        else:
            left = min(points, len(hold.claim.takes))
            for point in hold.claim.points[:left]:
                point.by = claim
                claim.takes.append(point)
            del hold.claim.takes[:left]
            hold.used += left
            if points > left:
                self._conflict(claim.member, MoreThanReserved(fact.id, reservation, points - left))
            if hold.fact.reserving is Reserving.HOLD:
                self._release(hold, ReservationState.USED)
        if points > left:
            self._spend(fact, claim, points - left, draw)

    def _hold(self, member: str, reservation: str, type_: str | None = None) -> Hold | None:
        """What an account set aside under a name, of one type or of any; the first of it that is not over."""
        own = self._members.account(member)
        named = [each for each in self._holds if each.fact.id == reservation and each.fact.member in own]
        if type_ is not None:
            named = [each for each in named if each.fact.type == type_]
        return next((each for each in named if each.ended is None), named[-1] if named else None)

    def _release(self, hold: Hold, how: ReservationState) -> None:
        hold.ended = how
        while hold.claim.takes:
            self._undo_last(hold.claim)

    def _undo_last(self, claim: Claim, grace: Callable[[Lot], Lot] | None = None) -> None:
        """One point less: an owed one if there is one, else the last taken, which goes to its lot."""
        if claim.owed:
            claim.takes.remove(None)
            return
        point = claim.takes.pop()
        if point is None:
            raise AssertionError(claim)
        point.by = None
        own_grace = None if point.lot.had_grace else grace
        if point.lot.standing_in.takes:
            point.is_written_off = point.lot.is_over and own_grace is None
            point.is_clawed = not point.is_written_off
            self._undo_last(point.lot.standing_in, grace)
        elif point.lot.is_over and own_grace is not None:
            self._move(point, own_grace(point.lot))

    def _move(self, point: Point, lot: Lot) -> None:
        point.lot.points.remove(point)
        point.lot = lot
        lot.points.append(point)

    def _claw(self, lot: Lot, points: int, settled: Counter[Shortfall]) -> None:
        """Points of a lot: those that are left, else those that expired, else what makes up for them."""
        there = lot.free[:points]
        for point in there:
            point.is_written_off = lot.is_over
            point.is_clawed = not lot.is_over
        short = points - len(there)
        steps = () if lot.clawed_by is None else lot.clawed_by.shortfall.steps
        for step in steps:
            match step:
                case Shortfall.POINTS:
                    kept = min(short, sum(settled[each] for each in steps))
                    account = self._members.account(lot.member)
                    short = kept + self._take(lot.standing_in, short - kept, account, DRAW_ORDER)
                case Shortfall.VALUE | Shortfall.REFUND:
                    stood_in = min(short, settled[step])
                    settled[step] -= stood_in
                    lot.standing_in.settled += stood_in
                    short -= stood_in
                case Shortfall.DEBT:
                    self._owe(lot.standing_in, short)
                case Shortfall.FORGIVEN:
                    lot.standing_in.forgiven += short
                case _:
                    assert_never(step)

    def _conflict(self, member: str, conflict: Conflict) -> None:
        self._conflicts.append((member, conflict))

    # how points are given

    def _give(
        self,
        accruals: Sequence[Accrual],
        *,
        member: str,
        source: str,
        given: Given,
        when: Instant,
        order: Order | None = None,
    ) -> None:
        """New lots; ``when`` is the instant of what gives them, which may have been claimed since."""
        for number, accrual in enumerate(accruals):
            earning = accrual.earning
            points, cuts = self._let_through(accrual, member, source, when)
            waits = order if accrual.available_from is None else None
            lot = Lot(
                member=member,
                type=earning.type,
                source=source,
                number=number,
                rule=earning.rule,
                given=given,
                awarded=points,
                born=self._now,
                since=accrual.available_from,
                until=accrual.expires_at,
                zone=earning.lot.zone,
                idle=earning.lot.idle_after,
                waits=waits,
                clawed_by=earning,
                funder=earning.funder,
                priority=earning.priority,
                cuts=cuts,
            )
            lot.fill(points)
            self._add(lot)

    def _add(self, lot: Lot) -> None:
        self._lots.append(lot)
        self._claims.append(lot.standing_in)
        self._open(lot)

    def _let_through(
        self, accrual: Accrual, member: str, source: str, when: Instant
    ) -> tuple[int, tuple[tuple[str, int], ...]]:
        """What the caps leave of an accrual, and what each of them cuts."""
        own = self._members.account(member)
        earning = accrual.earning
        points, cuts = earning.points, []
        windows: list[tuple[str, object]] = []
        day = day_shown(self._almanac.zone(earning.lot.zone), when) if earning.caps else None
        for cap in earning.caps:
            window: object = None
            match cap.per:
                case CapPer.PURCHASE:
                    window = source
                case CapPer.DAY:
                    window = day
                case CapPer.MONTH:
                    window = day and (day.year, day.month)
                case CapPer.YEAR:
                    window = day and day.year
                case CapPer.CAMPAIGN:
                    window = None
            windows.append((cap.id, window))
            used = sum(
                each for who, id_, during, each in self._awards if who in own and (id_, during) == windows[-1]
            )
            room = max(cap.points - used, 0)
            if points > room:
                cuts.append((cap.id, points - room))
                points = room
        self._awards += [(member, id_, window, points) for id_, window in windows]
        return points, tuple(cuts)

    # what facts do

    def _happen(self, fact: Fact, back: Refunded | None) -> None:
        match fact:
            case OrderPlaced(order=order):
                if order.buyer.member is not None:
                    self._place(fact, order, order.buyer.member)
            case Returned() | Cancelled():
                if back is not None:
                    self._come_back(fact, back)
            case PurchaseClaimed():
                self._be_claimed(fact)
            case AccountsMerged() | PoolJoined() | PoolLeft():
                self._come_together(fact)
            case PointsReserved() | ReservationUsed() | ReservationEnded():
                self._set_aside(fact)
            case RewardTaken():
                self._take_reward(fact)
            case RewardGivenBack():
                self._give_back(fact)
            case _:
                self._give_or_take(fact)

    def _come_together(self, fact: AccountsMerged | PoolJoined | PoolLeft) -> None:
        match fact:
            case AccountsMerged(into=into):
                if not self._members.unite(fact.member, into):
                    self._conflict(fact.member, NotMerged(fact.id, into))
            case PoolJoined(pool=pool):
                if not self._members.join(fact.member, pool):
                    self._conflict(fact.member, NotPooled(fact.id, pool))
            case PoolLeft(pool=pool):
                if not self._members.leave(fact.member, pool):
                    self._conflict(fact.member, NotPooled(fact.id, pool))

    def _set_aside(self, fact: PointsReserved | ReservationUsed | ReservationEnded) -> None:
        match fact:
            case PointsReserved():
                hold = Hold(fact, self._claim(Place.HELD, fact.member, fact.type, fact.id))
                self._holds.append(hold)
                short = self._take(hold.claim, fact.points, self._members.together(fact.member), fact.draw)
                if short:
                    self._conflict(fact.member, Overspent(fact.id, short))
            case ReservationUsed():
                used = self._hold(fact.member, fact.reservation)
                type_ = POINTS if used is None else used.fact.type
                draw = DRAW_ORDER if used is None else used.fact.draw
                claim = self._claim(Place.REDEEMED, fact.member, type_, fact.id)
                self._activities[f"used {fact.id}"] = fact.member, fact.at
                self._spend_reserved(fact, claim, fact.points, fact.reservation, draw)
            case ReservationEnded(reservation=reservation):
                ended = self._hold(fact.member, reservation)
                if ended is None:
                    self._conflict(fact.member, NoSuchReservation(fact.id, reservation))
                elif ended.ended is None:
                    self._release(ended, ReservationState.ENDED)
                else:
                    self._conflict(fact.member, ReservationOver(fact.id, reservation, ended.ended))

    def _give_or_take(self, fact: Fact) -> None:
        match fact:
            case PointsGranted(member=member):
                self._give(fact.accruals, member=member, source=fact.id, given=Given.GRANTED, when=fact.at)
                if fact.grant is GrantKind.ACTION:
                    self._activities[f"granted {fact.id}"] = member, fact.at
            case PointsTakenOff(member=member):
                off = self._claim(Place.TAKEN_OFF, member, fact.type, fact.id)
                self._spend(fact, off, fact.points, fact.draw, self._members.account(member))
            case PointsTransferred():
                self._pass_on(fact)
            case MemberJoined():
                pass
            case _:
                raise AssertionError(fact)

    def _place(self, fact: OrderPlaced, order: Order, member: str) -> None:
        self._owners[order.id] = member
        self._activities[f"order {order.id}"] = member, order.placed_at
        if order.redemption is not None:
            self._redeem(fact, order.redemption, member)
        self._give(
            order.accruals,
            member=member,
            source=order.id,
            given=Given.EARNED,
            when=order.placed_at,
            order=order,
        )

    def _redeem(self, fact: OrderPlaced, redemption: Redemption, member: str) -> None:
        claim = self._claim(Place.REDEEMED, member, redemption.type, fact.id)
        self._spendings[OrderPlaced, fact.id] = claim
        if redemption.reservation is None:
            self._spend(fact, claim, redemption.points, redemption.draw)
        else:
            self._spend_reserved(fact, claim, redemption.points, redemption.reservation, redemption.draw)

    def _be_claimed(self, fact: PurchaseClaimed) -> None:
        order = self._held[fact.order].order
        owner = self._owners.get(order.id)
        if owner is not None:
            self._conflict(fact.member, NotClaimed(fact.id, order.id, owner))
            return
        self._owners[order.id] = fact.member
        self._activities[f"order {order.id}"] = fact.member, order.placed_at
        if order.redemption is not None:
            self._redeem(OrderPlaced(id=order.id, order=order), order.redemption, fact.member)
        self._give(
            order.accruals,
            member=fact.member,
            source=order.id,
            given=Given.EARNED,
            when=order.placed_at,
            order=order,
        )
        self._end_all()
        earlier = self._back.pop(order.id, [])
        for back in earlier:
            self._come_back(self._told[order.id, back.cancelled, back.fact], back)

    def _come_back(self, fact: Returned | Cancelled, back: Refunded) -> None:
        before = list(self._back.get(fact.order, []))
        after = self._back[fact.order] = [*before, back]
        if fact.order not in self._owners:
            return
        order = self._held[fact.order].order
        claim = self._spendings.get((OrderPlaced, order.id))
        is_gift = isinstance(fact, Returned) and fact.gift
        if claim is not None and order.redemption is not None and not is_gift:
            grace = self._grace(order.redemption, fact)
            for _ in range(restored(order, after) - restored(order, before)):
                self._undo_last(claim, grace)
        settled = Counter[Shortfall]()
        for each in fact.settled:
            settled[Shortfall.REFUND if each.amount else Shortfall.VALUE] += each.points
        lots = [lot for lot in self._lots if lot.source == order.id and lot.given is Given.EARNED]
        for lot, accrual in zip(lots, order.accruals, strict=True):
            now, was = (taken(order, accrual.earning, lot.awarded, some) for some in (after, before))
            self._claw(lot, now - was, settled)
        if pieces_back(after) >= all_pieces(order):
            self._activities.pop(f"order {order.id}", None)

    def _grace(self, redemption: Redemption, fact: Returned | Cancelled) -> Callable[[Lot], Lot] | None:
        """Where points go whose lot is over: a lot for each such lot, while the grace lasts."""
        if redemption.grace is None or redemption.zone is None:
            return None
        until = self._end_of_day(redemption.zone, redemption.grace, self._now)
        made: dict[int, Lot] = {}

        def lot_of(over: Lot) -> Lot:
            place = self._lots.index(over)
            if place not in made:
                made[place] = Lot(
                    member=over.member,
                    type=over.type,
                    source=fact.id,
                    number=len(made),
                    rule=over.rule,
                    given=Given.BY_GRACE,
                    awarded=0,
                    born=self._now,
                    since=self._now,
                    until=until,
                    zone=over.zone,
                    funder=over.funder,
                    priority=over.priority,
                    origin=over.origin or over.source,
                    had_grace=True,
                )
                self._add(made[place])
            return made[place]

        return lot_of

    def _take_reward(self, fact: RewardTaken) -> None:
        claim = self._claim(Place.REDEEMED, fact.member, fact.type, fact.id)
        self._spendings[RewardTaken, fact.id] = claim
        self._activities[f"reward {fact.id}"] = fact.member, fact.at
        if fact.reservation is None:
            self._spend(fact, claim, fact.points, fact.draw)
        else:
            self._spend_reserved(fact, claim, fact.points, fact.reservation, fact.draw)

    def _give_back(self, fact: RewardGivenBack) -> None:
        claim = self._spendings.get((RewardTaken, fact.taken))
        is_own = claim is not None and claim.member in self._members.account(fact.member)
        if claim is None or not is_own or fact.taken in self._given_back:
            self._conflict(fact.member, NoSuchReward(fact.id, fact.taken))
            return
        self._given_back.add(fact.taken)
        while claim.takes:
            self._undo_last(claim)
        del self._activities[f"reward {fact.taken}"]

    def _pass_on(self, fact: PointsTransferred) -> None:
        """Points go to new lots of another member, one for each lot that they came from."""
        out = self._claim(Place.TRANSFERRED_OUT, fact.member, fact.type, fact.id)
        if short := self._take(out, fact.points, self._members.together(fact.member), fact.draw):
            self._conflict(fact.member, Overspent(fact.id, short))
        from_ = list(dict.fromkeys(point.lot for point in out.points))
        for number, lot in enumerate(from_):
            points = sum(point.lot is lot for point in out.points)
            new = Lot(
                member=fact.to,
                type=lot.type,
                source=fact.id,
                number=number,
                rule=lot.rule,
                given=Given.TRANSFERRED_IN,
                awarded=points,
                born=lot.born,
                since=lot.since,
                until=lot.until,
                zone=lot.zone,
                idle=lot.idle,
                funder=lot.funder,
                priority=lot.priority,
                origin=lot.origin or lot.source,
                had_grace=lot.had_grace,
            )
            new.fill(points)
            self._add(new)
