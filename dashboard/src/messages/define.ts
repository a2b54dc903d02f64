/** Messages of one area in both languages; the second must have what the first has. */
export const define = <Key extends string>(both: { en: Record<Key, string>; tr: Record<NoInfer<Key>, string> }) => both;
