import { firstPage } from "@/app/page";

/** Addresses that mails lead to are those of the letters (shared/accounts/letters.py). */
export const account = {
  outside: [
    firstPage("/sign-in", () => import("./SignIn")),
    firstPage("/enrol", () => import("./Enrol")),
    firstPage("/forgot-password", () => import("./Forgot")),
    firstPage("/reset-password", () => import("./Reset")),
    firstPage("/accept-invitation", () => import("./Invitation")),
    firstPage("/verify-mail", () => import("./Verify")),
  ],
  inside: [firstPage("/account", () => import("./Account"))],
};
