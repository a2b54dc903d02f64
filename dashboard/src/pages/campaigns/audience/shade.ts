const MOST = 34;

/** A background for a share of 0 to 1, faint enough for the ink of either theme to be read on it. */
export const shadeOf = (share: number): string => `color-mix(in srgb, var(--mantine-color-brand-5) ${Math.round(Math.max(0, Math.min(share, 1)) * MOST)}%, transparent)`;
