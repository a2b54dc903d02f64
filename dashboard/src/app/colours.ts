import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";

/** Light or dark: as the system has it until the person chooses. */
export const useColours = () => {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  return { isDark, toggle: () => setColorScheme(isDark ? "light" : "dark") };
};
