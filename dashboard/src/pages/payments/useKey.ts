import { useCallback, useRef } from "react";

/** Idempotency-Keys of one form: the same for the same content, so that a click too many pays nothing twice. */
export const useKey = (): ((content: unknown) => string) => {
  const kept = useRef<{ of: string; key: string } | null>(null);
  return useCallback((content) => {
    const of = JSON.stringify(content);
    if (kept.current?.of !== of) kept.current = { of, key: crypto.randomUUID() };
    return kept.current.key;
  }, []);
};
