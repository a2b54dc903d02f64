import { audit } from "./audit/messages";
import { health } from "./health/messages";
import { roles } from "./roles/messages";
import { users } from "./users/messages";

/** Texts of accounts, of the audit log, of roles, and of what is watched over. */
export const admin = {
  en: { ...users.en, ...audit.en, ...roles.en, ...health.en },
  tr: { ...users.tr, ...audit.tr, ...roles.tr, ...health.tr },
};
