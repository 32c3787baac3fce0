import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { FailingPart } from "./failing-part";

const props = { shownKey: "1 minVoltageV", title: "This chart cannot be drawn", children: <i>chart</i> };

function shownBy(part: FailingPart): string {
  return renderToStaticMarkup(<MantineProvider>{part.render()}</MantineProvider>);
}

describe("a part that may fail", () => {
  it("says so in its own place, and what may help", () => {
    const part = new FailingPart(props);
    expect(shownBy(part)).toContain("<i>chart</i>");
    part.state = { ...part.state, ...FailingPart.getDerivedStateFromError() };
    expect(shownBy(part)).toContain('role="alert"');
    expect(shownBy(part)).toContain("another metric");
    expect(shownBy(part)).not.toContain("<i>chart</i>");
  });

  it("is tried anew when something else is shown", () => {
    const failed = { hasFailed: true, shownKey: props.shownKey };
    expect(FailingPart.getDerivedStateFromProps(props, failed)).toBeNull();
    const other = FailingPart.getDerivedStateFromProps({ ...props, shownKey: "1 maxVoltageV" }, failed);
    expect(other).toEqual({ hasFailed: false, shownKey: "1 maxVoltageV" });
  });
});
