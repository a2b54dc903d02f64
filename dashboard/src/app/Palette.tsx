import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";

import { PLACES } from "./navigation";

export const open = spotlight.open;

/** Ctrl K: every place one may go to, by typing its name. */
const Palette = () => {
  const say = useText();
  const may = useMay();
  const go = useNavigate();
  const actions = PLACES.filter((place) => may(place.needs)).map(({ label, to, icon: Icon }) => ({
    id: to,
    label: say(label),
    leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
    onClick: () => void go(to),
  }));
  return (
    <Spotlight
      actions={actions}
      shortcut={null} // the shell listens for it, from before this is here
      nothingFound={say("app.search.empty")}
      searchProps={{ leftSection: <IconSearch size={18} aria-hidden />, placeholder: say("app.search"), "aria-label": say("app.search") }}
    />
  );
};

export default Palette;
