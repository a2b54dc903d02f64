/** Under which keys lists are kept. */
export const REPORTS = ["reports", "list"] as const;
export const DEFINITIONS = ["reports", "definitions"] as const;
export const SCHEDULES = ["reports", "schedules"] as const;
