const megabyte = 2 ** 20;

/**
 * Keeps the young generation at its first size, 1 MB a semi-space. A batch fills it with what is garbage by the next;
 * left alone it grows to 16 MB each, times the number of shards. In kcl-ts's own process, which runs as long, it is what
 * log lines and looks at the lease table leave: 77 MB resident instead of 108 after some thousand looks. Set while
 * running and not on the command line: there it would invalidate the code cache that node's own start depends on, 15 ms
 * of it.
 */
export function boundYoungGeneration(): void {
  setFlag('--semi-space-growth-factor=1');
}

/**
 * Collects garbage once a minute, until the function it returns is called. A process that makes little of it lets it
 * pile up: V8 looks into the old generation only once that has doubled, which at 20 KB every few seconds takes an hour.
 * A collection takes 10 ms where 10 MB are in use.
 */
export function collectEachMinute(): () => void {
  const collect = findCollector();
  const timer = setInterval(collect, 60_000).unref();
  return () => clearInterval(timer);
}

/**
 * Collects garbage after every 32 MB of long lines. The records' bytes lie outside V8's heap, and it lets 64 MB of them
 * pile up before it looks for those no longer in use.
 */
export function createCollector(): (lineLength: number) => void {
  let sinceLast = 0;
  let collect: (() => void) | undefined;
  return (lineLength) => {
    if (lineLength < megabyte) return;
    sinceLast += lineLength;
    if (sinceLast < 32 * megabyte) return;
    sinceLast = 0;
    collect ??= findCollector();
    collect();
  };
}

/** V8 gives its collector to contexts that are made while the flag is on: the processor's own never sees it. */
function findCollector(): () => void {
  setFlag('--expose-gc');
  const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc');
  setFlag('--no-expose-gc');
  return isCollector(collect) ? collect : () => undefined;
}

/** The module is loaded for it, and not with this one: what it brings along would hold up the start of each shard. */
function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}

function isCollector(value: unknown): value is () => void {
  return typeof value === 'function';
}
