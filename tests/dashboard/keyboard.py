"""A person without a mouse: Tab, arrows, Enter, the space bar, Escape and the command palette."""

from playwright.sync_api import Locator, expect

from tests.dashboard.person import PATIENCE_MS, Person

MOST_STEPS = 250
# Where the focus is, seen from what one wants to reach: there, or which way to go.
WAY = """target => {
  const here = document.activeElement;
  if (here === target) return "";
  const isSameChoice = here.type === "radio" && target.type === "radio" && here.name === target.name;
  if (isSameChoice) return "ArrowRight";
  if (target.getAttribute("role") === "menuitem") return "ArrowDown";
  if (!here || here === document.body) return "Tab";
  return here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
}"""


class KeyboardPerson(Person):
    def reach(self, target: Locator) -> None:
        """Move the focus to it as anybody without a mouse would, and see there that it has it."""
        expect(target).to_be_attached()
        expect(target).to_be_enabled()
        for _ in range(MOST_STEPS):
            way = target.evaluate(WAY)
            if not way:
                return
            self.page.keyboard.press(way)
        raise AssertionError(f"the keyboard does not reach {target}")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Space")

    def pick(self, name: str) -> None:
        choice = self.page.get_by_role("radio", name=name, exact=True)
        self.reach(choice)
        expect(choice).to_be_checked()

    def visit(self, name: str) -> None:
        """Go to a place by the command palette."""
        self.page.keyboard.press("Control+K")
        expect(self.page.get_by_label("Go to …", exact=True)).to_be_focused()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1).first).to_have_text(name, timeout=PATIENCE_MS)
        self.wait()
