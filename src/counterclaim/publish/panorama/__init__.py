"""All incidents of a ledger at a glance: held in columns, so that filters, counts and maps of 100,000 take no time."""

from counterclaim.publish.panorama.selection import Selection
from counterclaim.publish.panorama.shapes import Bin, Cell, Facet, Facets
from counterclaim.publish.panorama.snapshot import Panorama, panorama

__all__ = ["Bin", "Cell", "Facet", "Facets", "Panorama", "Selection", "panorama"]
