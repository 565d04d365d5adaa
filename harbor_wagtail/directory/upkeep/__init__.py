"""Keeping the directory true: what is due, mails to providers, their answers, what visitors say is wrong."""
