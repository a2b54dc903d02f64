// Sorting of what the API gives whole. Pure.
type Value = string | number | null | undefined;

const compare = (one: string | number, other: string | number): number => {
  const [a, b] = [Number(one), Number(other)];
  return Number.isNaN(a) || Number.isNaN(b) ? String(one).localeCompare(String(other)) : a - b;
};

/** Sorted by a field, with - in front downwards; what is not known comes last either way. */
export const sortRows = <Row,>(rows: readonly Row[], sort: string, valueOf: (row: Row, key: string) => Value): Row[] => {
  const isDown = sort.startsWith("-");
  const key = isDown ? sort.slice(1) : sort;
  return rows.toSorted((one, other) => {
    const [a, b] = [valueOf(one, key) ?? null, valueOf(other, key) ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return isDown ? compare(b, a) : compare(a, b);
  });
};
