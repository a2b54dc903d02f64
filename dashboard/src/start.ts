// What the browser is given first: it asks who comes back, and fetches what is shown first, beside the scripts of all pages.
import { comeBack } from "./session/back";

void comeBack().catch(() => undefined); // whoever shows it tells of what failed
if (location.pathname === "/") void import("./pages/overview/Overview").catch(() => undefined); // its route tries again
void import("./main");
