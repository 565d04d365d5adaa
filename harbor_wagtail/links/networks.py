"""Which addresses a check may connect to: those of the public internet, and none that leads into a network of its own.

An allow-list would be a rule of one line for IPv6 (what is handed out lies in 2000::/3), and IPv4 has none; so each has what
the registries of IANA except, written out, and Python's own opinion on top: it differs between its releases.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_EXCEPT_4 = [
    ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
]  # fmt: skip
_HANDED_OUT_6 = ip_network("2000::/3")
#: Protocol assignments with Teredo and ORCHID, documentation (twice), 6to4, and the second half of AS112.
_EXCEPT_6 = [ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")]
#: The middle of an interface's number made of an IPv4 address (ISATAP), which a router unpacks.
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(written: str) -> bool:
    """``written`` as the resolver gives it, a zone ("fe80::1%eth0") included. What cannot be read is not public."""
    try:
        address = ip_address(written)
    except ValueError:
        return False
    return _public_4(address) if isinstance(address, IPv4Address) else _public_6(address)


def _public_4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in net for net in _EXCEPT_4)


def _public_6(address: IPv6Address) -> bool:
    """IPv4 in IPv6 (mapped, compatible, NAT64) lies outside what is handed out, as do link-local and site-local."""
    if address not in _HANDED_OUT_6 or any(address in net for net in _EXCEPT_6):
        return False
    return address.is_global and not address.is_multicast and (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP
