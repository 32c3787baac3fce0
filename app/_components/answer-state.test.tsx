import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { AnswerState } from "./answer-state";

const WAITING = { isPending: true, isError: false, error: null, refetch: async () => {} };

function shown(question: Partial<typeof WAITING>): string {
  const markup = renderToStaticMarkup(
    <MantineProvider>
      <AnswerState query={{ ...WAITING, ...question }} skeleton={<i>soon</i>} />
    </MantineProvider>,
  );
  return markup.replace(/<style.*?<\/style>/gs, "");
}

it("stands in for an answer until it is there", () => {
  expect(shown({})).toContain("<i>soon</i>");
  expect(shown({ isPending: false })).not.toMatch(/soon|alert/);
});

it("says why an answer did not come, and offers to ask again", () => {
  const failed = shown({ isPending: false, isError: true });
  expect(failed).toContain('role="alert"');
  expect(failed).toContain("The server did not answer.");
  expect(failed).toContain("Try again");
  expect(failed).not.toContain("soon");
});
