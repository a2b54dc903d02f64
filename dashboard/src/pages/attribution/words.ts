import { useMemo } from "react";

import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { type Answer, type Measure, type Model, nameOf } from "./credits";

/** The models of an answer with their names in the chosen language; the API's where it has one that is new to us. */
export const useModels = (models: Answer["models"]): { model: Model; label: string; rule: string }[] => {
  const say = useSay();
  return useMemo(
    () =>
      models.map(({ model, label, rule }) => {
        const id = `attribution.model.${model}`;
        const own = say(id);
        return { model, label: own === id ? label : own, rule };
      }),
    [models, say],
  );
};

/** How a credit of this measure is written: conversions with a decimal, since they are shared out. */
export const useCredit = (measure: Measure): ((credit: number | string | undefined) => string) => {
  const formats = useFormats();
  return measure === "revenue" ? formats.money : (credit) => formats.number(credit === undefined ? credit : Math.round(Number(credit) * 10) / 10);
};

export const useChannel = () => {
  const say = useText();
  return (item: Answer["items"][number]) => nameOf(item, say);
};
