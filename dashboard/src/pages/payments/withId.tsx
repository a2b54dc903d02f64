import type { ComponentType } from "react";
import { useParams } from "react-router";

import { NotFound } from "@/ui/states";

/** A page of one record, by the number in its address. Another record is another page: nothing typed or shown stays. */
export const withId = (name: string, Inner: ComponentType<{ id: number }>): ComponentType => {
  const OfRecord = () => {
    const id = Number(useParams()[name]);
    return Number.isInteger(id) && id > 0 ? <Inner key={id} id={id} /> : <NotFound />;
  };
  return OfRecord;
};
