"""The best choice of promotions in one layer, found exactly, by counted work.

``alone`` says what each charge could have by itself, ``units`` groups the units that compete, the
``contenders`` count what sets and limited offers have open, ``sweep`` gives units away from the dearest
down, and ``plan`` puts together what leaves least to pay.
"""
