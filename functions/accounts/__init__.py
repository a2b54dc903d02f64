"""Accounts: signing in (`auth`), one's own account (`me`), everybody's (`users`), what was done (`audit`)."""
