/** A list of the page: of the newest items it shows those that a filter lets through, a row each. */
export interface ShownListOptions<Item> {
  readonly list: HTMLElement;
  /** How many items are kept. */
  readonly most: number;
  /** The newest on top. @default false */
  readonly newestFirst?: boolean;
  readonly matches: (item: Item) => boolean;
  readonly row: (item: Item) => HTMLElement;
  /** Told after each change. */
  readonly onChange: (shown: number, kept: number) => void;
}

export interface ShownList<Item> {
  /** Those that are new of these. */
  add(items: readonly Item[]): void;
  clear(): void;
  /** Of another filter now. */
  refilter(): void;
}

export function createShownList<Item extends { readonly id: number }>({
  list,
  most,
  newestFirst = false,
  matches,
  row,
  onChange,
}: ShownListOptions<Item>): ShownList<Item> {
  let kept: Item[] = [];
  /** The oldest first. */
  const rows = new Map<number, HTMLElement>();
  const append = (items: readonly Item[]): void => {
    const added = items.filter(matches).map((item) => [item.id, row(item)] as const);
    for (const [id, element] of added) rows.set(id, element);
    const elements = added.map(([, element]) => element);
    if (newestFirst) list.prepend(...elements.reverse());
    else list.append(...elements);
    const oldest = kept[0]?.id ?? Infinity;
    for (const [id, element] of rows) {
      if (id >= oldest) break;
      element.remove();
      rows.delete(id);
    }
    onChange(rows.size, kept.length);
  };
  const fill = (items: Item[]): void => {
    kept = items;
    rows.clear();
    list.replaceChildren();
    append(kept);
    list.scrollTop = newestFirst ? 0 : list.scrollHeight;
  };
  return {
    add(items) {
      const newest = kept.at(-1)?.id ?? 0;
      kept = [...kept, ...items.filter(({ id }) => id > newest)].slice(-most);
      const added = kept.filter(({ id }) => id > newest);
      if (!newestFirst && isAtEnd(list)) {
        append(added);
        list.scrollTop = list.scrollHeight;
      } else keepInPlace(list, () => append(added));
    },
    clear: () => fill([]),
    refilter: () => fill(kept),
  };
}

/** What is read stays where it is: what is open, or the first row in sight of a list that was moved. */
function keepInPlace(list: HTMLElement, change: () => void): void {
  const open = list.querySelector('details[open]') ?? (list.scrollTop > 0 ? firstInSight(list) : null);
  const before = open?.getBoundingClientRect().top ?? 0;
  change();
  if (open?.isConnected) list.scrollTop += open.getBoundingClientRect().top - before;
}

function firstInSight(list: HTMLElement): Element | null {
  const { top } = list.getBoundingClientRect();
  return [...list.children].find((row) => row.getBoundingClientRect().bottom > top) ?? null;
}

function isAtEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - clientHeight - scrollTop < 24;
}
