"""Verbs of accounts, one file per kind."""

from shared.accounts.service.invitations import accept_invitation, invite_user, invite_user_again
from shared.accounts.service.own_account import ask_for_mail_change, change_password, delete_me, update_me
from shared.accounts.service.recovery import ask_for_password_reset, reset_password
from shared.accounts.service.refreshing import log_out, log_out_bearer, refresh
from shared.accounts.service.registration import register, verify_mail
from shared.accounts.service.sessions import end_my_session, end_my_sessions, end_sessions_of_user
from shared.accounts.service.signing_in import log_in, log_in_with_code
from shared.accounts.service.two_factor import (
    begin_two_factor,
    confirm_two_factor,
    renew_recovery_codes,
    reset_two_factor_of_user,
    switch_off_two_factor,
    verify_two_factor,
)
from shared.accounts.service.users import create_user, delete_user, update_user

__all__ = [
    "accept_invitation",
    "ask_for_mail_change",
    "ask_for_password_reset",
    "begin_two_factor",
    "change_password",
    "confirm_two_factor",
    "create_user",
    "delete_me",
    "delete_user",
    "end_my_session",
    "end_my_sessions",
    "end_sessions_of_user",
    "invite_user",
    "invite_user_again",
    "log_in",
    "log_in_with_code",
    "log_out",
    "log_out_bearer",
    "refresh",
    "register",
    "renew_recovery_codes",
    "reset_password",
    "reset_two_factor_of_user",
    "switch_off_two_factor",
    "update_me",
    "update_user",
    "verify_mail",
    "verify_two_factor",
]
