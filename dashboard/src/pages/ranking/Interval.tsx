import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import css from "./ranking.module.css";

/** An expected ROI and its 90 % interval, in figures; a screen reader hears a sentence. */
export const Interval = ({ roi }: { roi: Schema["RoiOut"] }) => {
  const say = useText();
  const formats = useFormats();
  if (roi.value === null) return "–";
  const [value, low, high] = [roi.value, roi.low, roi.high].map(formats.ratio);
  return (
    <span className={css.interval} aria-label={say("ranking.interval", { value, low, high })}>
      <b>{value}</b>{" "}
      <span className={css.range}>
        {low} … {high}
      </span>
    </span>
  );
};
