/** Nothing to show: one sentence, one button, and a ghost of what will be there. */
import { Button } from '@mantine/core';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  readonly sentence: string;
  readonly action?: { readonly words: string; readonly run: () => void };
  /** Rows the ghost has; their height is that of the list it stands for. */
  readonly ghost: { readonly rows: number; readonly rowHeightPx: number };
}

export function EmptyState({ sentence, action, ghost }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <div className={classes.ghost} aria-hidden="true">
        {Array.from({ length: ghost.rows }, (_, row) => (
          <div key={row} className={classes.row} style={{ height: ghost.rowHeightPx }}>
            <span style={{ width: `${28 + ((row * 37) % 24)}%` }} />
            <span style={{ width: `${44 + ((row * 23) % 32)}%` }} />
          </div>
        ))}
      </div>
      <div className={classes.words}>
        <p>{sentence}</p>
        {action !== undefined && <Button onClick={action.run}>{action.words}</Button>}
      </div>
    </div>
  );
}
