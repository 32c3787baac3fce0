"use client";

import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { Notice } from "./answer-state";

type FailingPartProps = {
  /** What is shown, in one string: another one is tried anew. */
  shownKey: string;
  title: string;
  children: ReactNode;
};

type FailingPartState = { hasFailed: boolean; shownKey: string };

/** A part of a page that may fail without taking along the controls beside it, which may be the way out. */
export class FailingPart extends Component<FailingPartProps, FailingPartState> {
  override state: FailingPartState = { hasFailed: false, shownKey: this.props.shownKey };

  static getDerivedStateFromError(): Partial<FailingPartState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ shownKey }: FailingPartProps, state: FailingPartState): FailingPartState | null {
    return shownKey === state.shownKey ? null : { hasFailed: false, shownKey };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Notice title={this.props.title} role="alert">
        <p>Something failed on our side. Your data is not affected: another metric, or fewer cycles, may be drawn.</p>
        <Button variant="default" onClick={() => this.setState({ hasFailed: false })}>
          Try again
        </Button>
      </Notice>
    );
  }
}
