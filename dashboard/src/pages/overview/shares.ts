/** How much of a budget an amount is, in per cent from 0 to 100; for drawing only. */
export const shareOf = (amount: string, budget: string): number => {
  const whole = Number(budget);
  if (whole <= 0) return Number(amount) > 0 ? 100 : 0;
  return Math.min(100, Math.max(0, (Number(amount) / whole) * 100));
};
