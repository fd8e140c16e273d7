"""Takes a folder of publications; gives each of them built, here or on a cluster, or its errors."""

from plainpress.press.many.build import Done, build
from plainpress.press.many.order import Order, order
from plainpress.press.many.wording import progress, show

__all__ = ["Done", "Order", "build", "order", "progress", "show"]
