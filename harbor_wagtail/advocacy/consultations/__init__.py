"""Somebody who works on a law or a service asks for a consultation: little is asked, nothing else is kept."""
