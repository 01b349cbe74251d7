"""The tables that derive makes of a day's articles in one pass."""

from assets.day_assets import make_day_assets

derive = make_day_assets("derive")
