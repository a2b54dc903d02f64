// Pages are tested with the texts of all of them.
import { loadMore } from "@/messages";

await loadMore();
