// Mantine writes the title of a pale alert in its colour, which has too little contrast on orange and teal.
export const READABLE = { title: { color: "var(--mantine-color-text)" } } as const;
