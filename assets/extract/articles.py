"""The tables that extract makes of a day's captures in one pass."""

from assets.day_assets import make_day_assets

extract = make_day_assets("extract")
