/** A grade told by the weight of its letter: A heavy, B medium, C light. */
import classes from './Grade.module.css';

export function Grade({ grade }: { grade: string | null }) {
  return (
    <span className={classes.grade} data-grade={grade ?? 'none'}>
      {grade ?? '–'}
    </span>
  );
}
