import { useCallback, useRef } from "react";

/** A key for what is sent: the same as often as the same is sent, another for another body. */
export const useKeys = (): ((body: unknown) => { "Idempotency-Key": string }) => {
  const keys = useRef(new Map<string, string>());
  return useCallback((body) => {
    const written = JSON.stringify(body);
    const key = keys.current.get(written) ?? crypto.randomUUID();
    keys.current.set(written, key);
    return { "Idempotency-Key": key };
  }, []);
};
