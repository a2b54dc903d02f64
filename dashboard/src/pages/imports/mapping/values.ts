// Values for texts, as lines: "yes = true", and "unknown =" for no value.
export const textOfPairs = (values: Record<string, string | null>): string =>
  Object.entries(values)
    .map(([text, value]) => `${text} = ${value ?? ""}`.trimEnd())
    .join("\n");

export const pairsOf = (text: string): Record<string, string | null> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => {
        const at = line.lastIndexOf("=");
        return [line.slice(0, at).trim(), line.slice(at + 1).trim() || null] as const;
      }),
  );
