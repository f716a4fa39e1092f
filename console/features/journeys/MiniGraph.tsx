/**
 * A journey drawn small, from the top down: messages filled, waits as gaps with their duration, a holdout dashed and
 * hollow, and how many people stand where.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JourneyView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { type Box, type Drawing, layoutSteps, type Line } from './layoutSteps.ts';
import classes from './MiniGraph.module.css';
import { stepsOf } from './stepsOf.ts';

const LONGEST_LABEL = 18;
/** Han characters are about this much wider than Latin letters. */
const HAN_WIDTH = 1.8;

function shortened(text: string): string {
  let width = 0;
  let kept = '';
  for (const letter of text) {
    width += letter > '\u2e80' ? HAN_WIDTH : 1;
    if (width > LONGEST_LABEL) return `${kept}…`;
    kept += letter;
  }
  return kept;
}

/** A smooth way through the points, leaving and arriving upright. */
function pathThrough(points: Line['points']): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let { y } = first;
  let { x } = first;
  for (const point of rest) {
    const middle = (y + point.y) / 2;
    path += x === point.x ? `V${point.y}` : `C${x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    ({ x, y } = point);
  }
  return path;
}

function useLabel(): (box: Box) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ step: { id, node } }) => {
    if (node === null) return t('journeys.entry');
    switch (node.type) {
      case 'send':
        return node.template;
      case 'holdout':
        return t('journeys.heldOut', { share: format.share(node.share) });
      case 'branch':
        return id.replaceAll('-', ' ');
      case 'exit':
        return node.reason;
      case 'end':
        return t('journeys.end');
    }
  };
}

function Way({ line, people }: { line: Line; people: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { waits } = line.way;
  const [start, next] = line.points;
  const waited = waits.map((wait) => format.duration(wait.for)).join(' + ');
  const label =
    people === 0
      ? waited
      : `${waited} · ${t('journeys.here', { count: people, shown: format.count(people) })}`;
  return (
    <g>
      <path className={classes.way} data-wait={waits.length > 0} d={pathThrough(line.points)} />
      {waits.length > 0 && start !== undefined && next !== undefined && (
        <text
          className={classes.wait}
          x={(start.x + next.x) / 2}
          y={(start.y + next.y) / 2}
          dominantBaseline="central"
          textAnchor="middle"
        >
          {label}
        </text>
      )}
    </g>
  );
}

function StepBox({ box, label, people }: { box: Box; label: string; people: number }) {
  const format = useFormat();
  const { step, x, y, width, height } = box;
  const type = step.node?.type ?? 'entry';
  if (type === 'entry' || type === 'end')
    return (
      <circle
        className={classes.dot}
        data-type={type}
        cx={x + width / 2}
        cy={y + height / 2}
        r={height / 2 - 1}
      >
        <title>{label}</title>
      </circle>
    );
  const hasPeople = people > 0;
  return (
    <g>
      <title>{label}</title>
      <rect className={classes.step} data-type={type} x={x} y={y} width={width} height={height} rx={7} />
      {type === 'send' && (
        <path className={classes.envelope} d={`M${x + 10} ${y + 9.5}h13v9h-13zl6.5 5 6.5-5`} />
      )}
      <text
        className={classes.label}
        data-type={type}
        x={type === 'send' ? x + 30 : x + width / 2}
        y={y + height / 2}
        dominantBaseline="central"
        textAnchor={type === 'send' ? 'start' : 'middle'}
      >
        {shortened(label)}
      </text>
      {hasPeople && (
        <text className={classes.people} x={x + width + 5} y={y + height / 2} dominantBaseline="central">
          {format.count(people)}
        </text>
      )}
    </g>
  );
}

function waitingOn(line: Line, byNode: JourneyView['byNode']): number {
  return line.way.waits.reduce((sum, { id }) => sum + (byNode[id] ?? 0), 0);
}

/** Room at the sides for the number of people beside a step. */
const SIDE = 34;

export function MiniGraph({ journey, name }: { journey: JourneyView; name: string }) {
  const { t } = useTranslation();
  const labelOf = useLabel();
  const drawing: Drawing = useMemo(() => layoutSteps(stepsOf(journey)), [journey]);
  const width = drawing.width + 2 * SIDE;
  return (
    <svg
      className={classes.graph}
      role="img"
      aria-label={t('journeys.graph', { name })}
      viewBox={`${-SIDE} 0 ${width} ${drawing.height}`}
      style={{ maxWidth: width }}
    >
      {drawing.lines.map((line) => (
        <Way key={`${line.way.from}>${line.way.to}`} line={line} people={waitingOn(line, journey.byNode)} />
      ))}
      {drawing.boxes.map((box) => (
        <StepBox key={box.step.id} box={box} label={labelOf(box)} people={journey.byNode[box.step.id] ?? 0} />
      ))}
    </svg>
  );
}
