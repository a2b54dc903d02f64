import { useRef } from "react";

/** An Idempotency-Key for what is to be sent: the same as long as that stays the same, another once it is changed. */
export const useKeyOf = (body: unknown): string => {
  const kept = useRef<{ of: unknown; key: string } | null>(null);
  if (kept.current?.of !== body) kept.current = { of: body, key: crypto.randomUUID() };
  return kept.current?.key ?? "";
};
