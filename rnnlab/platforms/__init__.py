"""Every outside tool, with all that is known of it."""
