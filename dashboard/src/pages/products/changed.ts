/** The fields of `after` that differ from `before`: a PATCH says only what was changed. */
export const changed = <Value extends object>(before: Partial<Value>, after: Value): Partial<Value> => {
  const changes: Partial<Value> = {};
  for (const name of Object.keys(after) as (keyof Value)[]) if (after[name] !== before[name]) changes[name] = after[name];
  return changes;
};
