import { page } from "@/app/page";

/** Addresses that mails lead to are those of the letters (shared/accounts/letters.py). */
export const account = {
  outside: [
    page("/sign-in", () => import("./SignIn")),
    page("/enrol", () => import("./Enrol")),
    page("/forgot-password", () => import("./Forgot")),
    page("/reset-password", () => import("./Reset")),
    page("/accept-invitation", () => import("./Invitation")),
    page("/verify-mail", () => import("./Verify")),
  ],
  inside: [page("/account", () => import("./Account"))],
};
