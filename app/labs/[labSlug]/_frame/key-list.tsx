import { Kbd } from "@mantine/core";
import classes from "./key-help.module.css";

const KEYS = [
  { keys: ["Ctrl K", "⌘K"], does: "Find anything" },
  { keys: ["/"], does: "Search the list of the page" },
  { keys: ["g", "o"], does: "Go to the overview" },
  { keys: ["g", "g"], does: "Go to the groups" },
  { keys: ["g", "c"], does: "Go to the cells" },
  { keys: ["g", "i"], does: "Go to the import of files" },
  { keys: ["←", "→"], does: "Cycle before, cycle after" },
  { keys: ["↑", "↓"], does: "Look at the cell above, the cell below" },
  { keys: ["Space", "x"], does: "Choose the cells of the list's rows, for one action on all of them" },
  { keys: ["e"], does: "Exclude the cell that is looked at; on a cell's page, edit it" },
  { keys: ["f"], does: "Filter the cells and cycles of the groups" },
  { keys: ["v"], does: "Chart on the whole screen" },
  { keys: ["u"], does: "Undo what was just done, while it is offered" },
  { keys: ["."], does: "Pause and resume live changes" },
  { keys: ["?"], does: "This list" },
] as const;

/** Every key of the pages, with what it does. */
export function KeyList() {
  return (
    <dl className={classes.list}>
      {KEYS.map(({ keys, does }) => (
        <div key={does} className={classes.row}>
          <dt>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
