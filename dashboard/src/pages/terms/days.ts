const DAY = 24 * 60 * 60 * 1000;

/** A day so many days on (or, below zero, back). */
export const daysFrom = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

export const dayAfter = (day: string): string => daysFrom(day, 1);
