import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { WaysIn } from "./ways-in";

const shown = (given: Parameters<typeof WaysIn>[0]) =>
  renderToStaticMarkup(
    <MantineProvider>
      <WaysIn {...given} />
    </MantineProvider>,
  );

it("leads to a lab that the operator shows, where there is one", () => {
  const path = `/shared#ct_g_${"x".repeat(43)}`;
  expect(shown({ takesSignUps: true, liveLink: path })).toContain(`href="${path}"`);
  expect(shown({ takesSignUps: true, liveLink: null })).not.toContain("/shared");
  expect(shown({ takesSignUps: false, liveLink: null })).not.toContain("/sign-up");
});
