// Why a collaboration is worth going on with or not, from its figures; the API tells the same in English only. Pure.
import type { Say } from "@/messages";
import { amountOf, centsOf } from "@/pages/finance/amounts";
import type { Formats } from "@/ui/formats";

import type { Item } from "./data";

const moneyOf = (item: Item, say: Say, formats: Formats): string => {
  if ((centsOf(item.cost) ?? 0n) <= 0n) return say("profitability.why.free", { net: formats.money(item.net_revenue) });
  const rest = centsOf(item.net_contribution) ?? 0n;
  const told = { net: formats.money(item.net_revenue), cost: formats.money(item.cost), rest: formats.money(amountOf(rest < 0n ? -rest : rest)) };
  return say(rest >= 0n ? "profitability.why.left" : "profitability.why.missing", told);
};

const chanceOf = ({ expected_roi: roi, recommendation }: Item, say: Say, formats: Formats): string[] => {
  if (recommendation === "not_enough_data") return [say("profitability.why.few")];
  if (roi.probability_positive === null || roi.probability_positive === undefined) return [];
  return [say("profitability.why.chance", { probability: formats.chance(roi.probability_positive), low: formats.ratio(roi.low), high: formats.ratio(roi.high) })];
};

const trendOf = ({ trend }: Item, say: Say, formats: Formats): string =>
  say(`profitability.why.trend.${trend.word}`, { days: trend.days, recent: formats.count(trend.recent_orders), earlier: formats.count(trend.earlier_orders) });

/** What the word rests on, a sentence each. */
export const reasonsOf = (item: Item, say: Say, formats: Formats): string[] => [moneyOf(item, say, formats), ...chanceOf(item, say, formats), trendOf(item, say, formats)];
