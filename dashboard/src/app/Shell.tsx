import { ActionIcon, AppShell, Avatar, Burger, Group, Kbd, Menu, NavLink, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconLanguage, IconLogout, IconMoon, IconSearch, IconSun, IconUser } from "@tabler/icons-react";
import { Suspense, useEffect, useRef } from "react";
import { Link, Outlet, useLocation } from "react-router";

import { LANGUAGES, type Language, useLanguage, useSay, useText } from "@/messages";
import { useMay, useMe, useSession } from "@/session/session";
import { Catalogue } from "@/ui/catalogue";
import { later } from "@/ui/later";
import { OfflineNote } from "@/ui/states";

import { PLACES } from "./navigation";
import { useColours } from "./colours";

const SHORTCUT = "Ctrl K";
const Palette = later(() => import("./Palette"));
const openPalette = () => void import("./Palette").then(({ open }) => open(), () => undefined);

const isHere = (to: string, pathname: string): boolean =>
  to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`);

export const Shell = () => {
  const [opened, { toggle, close }] = useDisclosure();
  const say = useText();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useHotkeys([
    ["mod + K", openPalette],
    ["/", openPalette],
  ]);

  // A new page begins at its top, with the focus where a screen reader and the next Tab find it.
  const known = useRef(pathname);
  useEffect(() => {
    close();
    if (known.current === pathname) return;
    known.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname, close]);

  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: "md", collapsed: { mobile: !opened } }} padding="md">
      <a className="visually-hidden" href="#main">
        {say("app.skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="xs" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={say("app.menu")} />
            <UnstyledButton component={Link} to="/" miw={0}>
              <Text fw={700} truncate>
                {say("app.name")}
              </Text>
            </UnstyledButton>
          </Group>
          <Tools />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <AppShell.Section grow component={ScrollArea}>
          <Places />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} style={{ outline: "none" }}>
        <OfflineNote />
        <Catalogue>
          <Outlet />
        </Catalogue>
      </AppShell.Main>
      <Suspense>
        <Palette />
      </Suspense>
    </AppShell>
  );
};

const Places = () => {
  const may = useMay();
  const say = useText();
  const { pathname } = useLocation();
  return PLACES.filter((place) => may(place.needs)).map(({ label, to, icon: Icon }) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      label={say(label)}
      active={isHere(to, pathname)}
      aria-current={isHere(to, pathname) ? "page" : undefined}
      leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
    />
  ));
};

const Tools = () => {
  const say = useText();
  const colours = useColours();
  const isWide = useMediaQuery("(min-width: 48em)");
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon variant="default" size="lg" w={isWide ? "auto" : undefined} px={isWide ? "xs" : 0} onClick={openPalette} aria-label={isWide ? `${say("app.search")} ${SHORTCUT}` : say("app.search")}>
        <IconSearch size={18} aria-hidden />
        {isWide && <Kbd ml="xs">{SHORTCUT}</Kbd>}
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        onClick={colours.toggle}
        aria-label={say(colours.isDark ? "app.theme.light" : "app.theme.dark")}
      >
        {colours.isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
      <AccountMenu />
    </Group>
  );
};

const AccountMenu = () => {
  const me = useMe();
  const { leave } = useSession();
  const { language, choose } = useLanguage();
  const text = useText();
  const say = useSay();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="transparent" size="lg" aria-label={text("app.account")}>
          <Avatar size={32} color="brand" aria-hidden>
            <IconUser size={18} />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.user_name} · {say(`role.${me.user_role}`)}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
          {text("app.account")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{text("app.language")}</Menu.Label>
        {(Object.keys(LANGUAGES) as Language[]).map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => choose(one)}
            leftSection={<IconLanguage size={16} aria-hidden />}
            fw={one === language ? 700 : undefined}
          >
            {LANGUAGES[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()} leftSection={<IconLogout size={16} aria-hidden />}>
          {text("app.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
