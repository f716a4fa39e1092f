/** Catches what a room throws while it is drawn, says so in place, and leaves the frame standing. */
import { Component, type ReactNode } from 'react';
import { ProblemNote } from '../parts/ProblemNote.tsx';

interface FaultProps {
  readonly children: ReactNode;
}

interface FaultState {
  readonly problem: Error | null;
}

export class Fault extends Component<FaultProps, FaultState> {
  override state: FaultState = { problem: null };

  static getDerivedStateFromError(thrown: unknown): FaultState {
    return { problem: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render() {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return <ProblemNote problem={problem} onAgain={() => this.setState({ problem: null })} />;
  }
}
