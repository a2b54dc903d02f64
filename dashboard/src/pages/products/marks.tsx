// Small things that several pages of this area show.
import { Anchor, Badge } from "@mantine/core";
import { IconStarFilled } from "@tabler/icons-react";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";

// A state is read as a whole or not at all.
const WHOLE = { width: "max-content", maxWidth: "none" };

/** A day that stays on one line. */
export const Day = ({ day }: { day: string | null | undefined }) => {
  const formats = useFormats();
  return <span style={{ whiteSpace: "nowrap" }}>{formats.day(day)}</span>;
};

export const ProductLink = ({ id, title }: { id: number; title: string | undefined }) => {
  const say = useText();
  return (
    <Anchor component={Link} to={`/products/${id}`}>
      {title ?? say("products.numbered", { id: String(id) })}
    </Anchor>
  );
};

export const CustomerLink = ({ id, name }: { id: number; name?: string }) => {
  const say = useText();
  return (
    <Anchor component={Link} to={`/customers/${id}`}>
      {name ?? say("customers.numbered", { id: String(id) })}
    </Anchor>
  );
};

/** Through whom something came; -1 is through nobody. */
export const ChannelLink = ({ id, name }: { id: number; name: string | undefined }) => {
  const say = useText();
  if (id < 0) return say("products.direct");
  return (
    <Anchor component={Link} to={`/influencers/${id}`}>
      {name ?? say("products.channel", { id: String(id) })}
    </Anchor>
  );
};

export const OnSale = ({ isOnSale }: { isOnSale: boolean }) => {
  const say = useText();
  return (
    <Badge variant={isOnSale ? "light" : "default"} tt="none" style={WHOLE}>
      {say(isOnSale ? "products.onSale" : "products.offSale")}
    </Badge>
  );
};

const COLOURS: Record<Schema["PurchaseStatus"], string> = { ordered: "blue", completed: "teal", partially_returned: "orange", returned: "orange", cancelled: "gray" };

export const PurchaseState = ({ status }: { status: Schema["PurchaseStatus"] }) => {
  const say = useText();
  return (
    <Badge variant="dot" color={COLOURS[status]} tt="none" style={WHOLE}>
      {say(`purchases.status.${status}`)}
    </Badge>
  );
};

export const Stars = ({ rating }: { rating: number | null }) => {
  const say = useText();
  if (rating === null) return "–";
  return (
    <span style={{ whiteSpace: "nowrap" }} aria-label={say("purchases.stars", { rating })} role="img">
      {rating} <IconStarFilled size={12} aria-hidden />
    </span>
  );
};

const asWords = (reason: string): string => reason.replaceAll("_", " ");

/** What a reason is called; those of other systems as they say it. */
export const useReason = (): ((reason: string | null) => string) => {
  const text = useText();
  const say = useSay();
  return (reason) => {
    if (reason === null) return text("returns.reason.none");
    const id = `returns.reason.${reason}`;
    const own = say(id);
    return own === id ? asWords(reason) : own;
  };
};
