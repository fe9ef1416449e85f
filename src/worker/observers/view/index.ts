import { harmless } from '../../../ui/harmless.js';
import type { Key, LiveTerminal } from '../../../ui/screen/live-terminal.js';
import { shortened } from '../../../ui/screen/fit.js';
import type { Board } from '../board.js';
import type { LogSink } from '../log-sink.js';
import { frame } from './frame.js';
import { header } from './header.js';
import { createLogLines } from './log-lines.js';
import { excerpt } from './order.js';
import { shardTable } from './shard-table.js';

/** The view follows what happens this often, and is drawn at most so often when keys are pressed. */
const EVERY_MS = 500;
const LEAST_MS = 125;
/** In the end at least so many of the log's lines stay. */
const LAST_LINES = 10;

/**
 * Shows the board on the whole of a terminal, with the log below, until it is ended. Then the table and the end of the log
 * stay on the terminal as it was before.
 *
 * @returns what ends it
 */
export function showView(board: Board, terminal: LiveTerminal, sink: Pick<LogSink, 'redirect'>): () => void {
  const logLines = createLogLines((count) => terminal.log.last(count));
  let from = 0;
  let soon: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const { columns, rows, paint, hasKeys } = terminal;
    const snapshot = board.snapshot();
    from = Math.max(0, Math.min(from, snapshot.shards.length - 1));
    terminal.draw(
      frame(snapshot, {
        ...{ columns, rows, paint, hasKeys, from },
        now: Date.now(),
        log: logLines,
      }),
    );
  };
  const drawSoon = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      draw();
    }, LEAST_MS);
  };
  terminal.open({
    redraw: drawSoon,
    key(key) {
      from = scrolled(from, key, terminal.rows, board.snapshot().shards.length);
      drawSoon();
    },
    rest: () => whatStays(board, terminal),
  });
  // Made into text when they are shown: most are not.
  const giveLogBack = terminal.takesLog
    ? sink.redirect(({ message, error }, line) =>
        terminal.log.add(line, message.length + (error?.stack.length ?? 0)),
      )
    : undefined;
  draw();
  const timer = setInterval(() => {
    if (soon === undefined) draw();
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
    giveLogBack?.();
    terminal.close();
  };
}

function scrolled(from: number, key: Key, rows: number, shards: number): number {
  const page = Math.max(1, Math.floor(rows / 2));
  const to = {
    up: from - 1,
    down: from + 1,
    pageup: from - page,
    pagedown: from + page,
    home: 0,
    end: shards,
  };
  return Math.max(0, Math.min(to[key], shards - 1));
}

/** All shards, and those of the log's lines that were shown in the view alone. */
function whatStays(board: Board, { columns, rows, paint, log }: LiveTerminal): string {
  const snapshot = board.snapshot();
  const { shards } = excerpt(snapshot.shards, snapshot.shards.length, 0);
  const table = [
    header(snapshot, columns, paint),
    ...(shards.length > 0
      ? shardTable(shards, { columns, paint, now: Date.now(), workerId: snapshot.workerId })
      : []),
  ];
  const { lines, isAll } = log.keptBack(Math.max(LAST_LINES, rows - table.length - 2));
  const note = isAll ? [] : [paint.dim(shortened('… earlier lines of the log are left out', columns))];
  return [...table, ...note, ...lines.map(harmless)].map((line) => `${line}\n`).join('');
}
