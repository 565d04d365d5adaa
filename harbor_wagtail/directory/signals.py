"""The seam between records and what is derived from them. Models send, the search table and caches listen."""

from __future__ import annotations

from django.dispatch import Signal

#: A record's row *and* its child rows are written, inside the same transaction.
#: Sent with ``sender`` = the model class and ``instance`` = an organization, service, location or service-at-location.
#: ``told=False`` says that nobody was told of the record before, and nobody is now.
#: Bulk writers do not send it; they name the services they touched themselves.
record_changed = Signal()
