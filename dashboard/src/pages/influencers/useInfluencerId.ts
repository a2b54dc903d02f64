import { useParams } from "react-router";

/** The influencer that the address names; 0, which nobody has, where it names none. */
export const useInfluencerId = (): number => {
  const { influencerId } = useParams();
  return /^\d{1,9}$/.test(influencerId ?? "") ? Number(influencerId) : 0;
};
