"""XML that anyone may have written, taken apart so that it can do no harm: no entities, no other files, no depth."""

from __future__ import annotations

from lxml import etree


def tree(body: bytes) -> etree._Element:  # pyright: ignore[reportPrivateUsage]
    """Return the first element of an XML document.

    Entities stay what they are, nothing is loaded, and the parser's own limits on depth and lengths hold.
    Raises ValueError, in one line, where it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as fault:
        raise ValueError(f"no XML ({' '.join(str(fault).split())[:200]})") from None


def local_name(element: etree._Element) -> str:  # pyright: ignore[reportPrivateUsage]
    """Return an element's name in lower case, without its namespace; "" of what is no element."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
