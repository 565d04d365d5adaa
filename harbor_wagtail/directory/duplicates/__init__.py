"""Organizations, services and places that may be listed twice: finding them, and joining two into one."""
